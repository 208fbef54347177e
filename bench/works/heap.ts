import { checkSum } from "../lib/adder.ts";
import { checkChain } from "../lib/chain.ts";
import { heapOf, heapSlope } from "../lib/heap.ts";
import { answerOf, ourAdder, runner } from "../lib/our-agent.ts";
import { ourChainMaker } from "../lib/our-chain.ts";
import type { Row, Sample, Settings } from "../lib/row.ts";

/** What a build leaves behind, beside what an agent takes that is kept. */
async function builds({ iterations }: Settings): Promise<Sample> {
  const make = await ourChainMaker();
  checkChain(await (await make())());
  const cost = await heapSlope(make, { iterations });
  return { cost, baseline: await heapOf(make) };
}

/** What a run leaves behind, beside what the state takes that it gives. */
async function runs({ iterations }: Settings): Promise<Sample> {
  const run = await runner(await (await ourAdder()).build());
  const once = async (index: number) => checkSum(index, answerOf(await run(`${index}`)));
  return { cost: await heapSlope(once, { iterations }), baseline: await heapOf(() => run("1")) };
}

/** A chat turn, without a memory: nothing of it may stay. */
async function chats({ iterations }: Settings): Promise<Sample> {
  const agent = await (await ourAdder()).build();
  const once = async (index: number) => checkSum(index, (await agent.chat(`${index}`)).text);
  return { cost: await heapSlope(once, { iterations }), baseline: await heapOf(() => agent.chat("1")) };
}

/**
 * One object that every run forgot, with what refers to it (an entry of a map, a listener and its closure), is more
 * than this; what is less is the heap's own noise.
 */
const BYTES_PER_RUN = 64;

const shared = { maxRepetitions: 3, peers: {} };

/** The heap after ten thousand builds and ten thousand runs. */
export const heapRows: readonly Row[] = [
  {
    ...shared,
    row: "heap-build",
    unit: "B/build",
    baseline: "an agent that is kept",
    limit: 1_024,
    ours: builds,
  },
  {
    ...shared,
    row: "heap-run",
    unit: "B/run",
    baseline: "a result that is kept",
    limit: BYTES_PER_RUN,
    ours: runs,
  },
  {
    ...shared,
    row: "heap-chat",
    unit: "B/turn",
    baseline: "a result that is kept",
    limit: BYTES_PER_RUN,
    ours: chats,
  },
];
