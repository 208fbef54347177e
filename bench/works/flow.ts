import { z } from "zod";
import { inSequence } from "../lib/cpu-time.ts";
import { heapOfRuns } from "../lib/flow/held-runs.ts";
import { inFlight } from "../lib/flow/in-flight.ts";
import { compare, measureFanOut, measureHops } from "../lib/flow/measure-flow.ts";
import { ourChunks, queueChunks } from "../lib/flow/our-chunks.ts";
import { BARE, type ChainOptions, ourChain, ourFanOut } from "../lib/flow/our-flows.ts";
import { queueChain } from "../lib/flow/queue-chain.ts";
import { chainSteps, checkedChain, HOPS, type Run, type Step } from "../lib/flow/run.ts";
import { endWaiting } from "../lib/flow/waiting-ends.ts";
import { flowContenders } from "../lib/flow-peers/flow-peers.ts";
import type { Row, Sample } from "../lib/row.ts";
import { TOKENS } from "../lib/tokens.ts";

/** Traces at once, where there are many. */
const MANY = 10_000;
/** Runs of a peer that are weighed: theirs are heavier and slower. */
const MANY_OF_PEERS = 1_000;

const chainWith = (options: ChainOptions) => (steps: readonly Step[]) =>
  ourChain(steps, { ...BARE, ...options });

/** Everything on: validation of what goes in and out, the async context, an observer. */
async function observed(): Promise<Sample> {
  let events = 0;
  const onEvent = () => events++;
  const sample = await measureHops(chainWith({ asyncContext: true, schema: z.number(), onEvent }));
  if (events === 0) throw new Error("Nobody was told of the hops.");
  return sample;
}

/** A hop with 10 000 traces under way, beside one with 10. */
async function crowded(): Promise<Sample> {
  const run = checkedChain(ourChain(chainSteps()));
  const few = inFlight(run, 10);
  return compare((times) => few(times * (MANY / 10)), inFlight(run, MANY), HOPS * MANY);
}

/** A hop of a chain a hundred times as long, beside one of ten nodes. */
async function long(): Promise<Sample> {
  const factor = 100;
  const [short, long] = [HOPS, HOPS * factor].map((hops) =>
    inFlight(checkedChain(ourChain(chainSteps(hops)), hops), 10),
  ) as [ReturnType<typeof inFlight>, ReturnType<typeof inFlight>];
  return compare((times) => short(times * factor), long, HOPS * factor * 10);
}

/** The end of a trace where 10 000 wait in one line, beside one where 1 000 do. */
async function crowdedEnds(): Promise<Sample> {
  const few = MANY / 10;
  return compare(
    (times) => endWaiting(few, times * 10),
    (times) => endWaiting(MANY, times),
    MANY,
  );
}

async function chunks(): Promise<Sample> {
  return compare(inSequence(queueChunks()), inSequence(ourChunks()), TOKENS.length);
}

/** Runs that wait in bare queues, and those of the chain that is made. */
async function weighed(
  make: (steps: readonly Step[]) => Run | Promise<Run>,
  { count = MANY, part = "held" }: { count?: number; part?: "held" | "left" } = {},
): Promise<Sample> {
  const { [part]: baseline } = await heapOfRuns(queueChain, MANY);
  const { [part]: cost } = await heapOfRuns(make, count);
  return { baseline, cost };
}

const hop = { unit: "µs/hop", baseline: "bare bounded queues", peers: {} };

/** A hop of a chain of ten, with more and more of what a flow can do. */
const hopRows: readonly Row[] = [
  {
    ...hop,
    row: "hop",
    target: 1,
    ours: () => measureHops(ourChain),
    peers: flowContenders((peer) => measureHops(peer.chain)),
  },
  { ...hop, row: "hop-alone", ours: () => measureHops(ourChain, 1) },
  { ...hop, row: "hop-context", ours: () => measureHops(chainWith({ asyncContext: true })) },
  { ...hop, row: "hop-validated", ours: () => measureHops(chainWith({ schema: z.number() })) },
  { ...hop, row: "hop-observed", target: 3, ours: observed },
  { ...hop, row: "hop-10000", target: 1, ours: () => measureHops(ourChain, MANY) },
  { ...hop, row: "linear-traces", baseline: "a hop with 10 traces under way", target: 2, ours: crowded },
  {
    ...hop,
    row: "linear-ends",
    unit: "µs/trace",
    baseline: "an end where 1 000 wait",
    target: 2,
    ours: crowdedEnds,
  },
  { ...hop, row: "linear-nodes", baseline: "a hop of ten nodes", target: 1.2, ours: long },
];

const heap = { unit: "B/trace", baseline: "a message in bare queues", maxRepetitions: 3, peers: {} };

const heapRows: readonly Row[] = [
  {
    ...heap,
    row: "in-flight-memory",
    limit: 1_536,
    ours: () => weighed(ourChain),
    peers: flowContenders((peer) => weighed(peer.chain, { count: MANY_OF_PEERS })),
  },
  { ...heap, row: "in-flight-working", ours: () => weighed(chainWith({ concurrency: MANY })) },
  { ...heap, row: "in-flight-left", limit: 64, ours: () => weighed(ourChain, { part: "left" }) },
];

/** What messages through a flow cost. */
export const flowRows: readonly Row[] = [
  ...hopRows,
  {
    row: "fan-out",
    unit: "µs/run",
    baseline: "bare bounded queues",
    target: 0.6,
    ours: () => measureFanOut(ourFanOut),
    peers: flowContenders((peer) => measureFanOut(peer.fanOut)),
  },
  { row: "chunks", unit: "µs/chunk", baseline: "a bare bounded queue", ours: chunks, peers: {} },
  ...heapRows,
];
