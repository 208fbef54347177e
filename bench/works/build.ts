import { type ChainOutcome, checkChain } from "../lib/chain.ts";
import { cpuTimes, inSequence } from "../lib/cpu-time.ts";
import { loadOurs } from "../lib/langchain.ts";
import { chainMaker } from "../lib/langgraph-chain.ts";
import { ourChainMaker } from "../lib/our-chain.ts";
import type { Peer } from "../lib/peers/peer.ts";
import { peerContenders } from "../lib/peers/peer-contenders.ts";
import type { Row, Sample } from "../lib/row.ts";
import { registryRows } from "./registry.ts";
import { validateRow } from "./validate.ts";

/** Makes a workflow of `CHAIN`, ready to run; the result runs it. */
type Make = () => Promise<Run> | Run;
type Run = () => Promise<ChainOutcome>;

async function measure(create: () => Promise<Make>): Promise<Sample> {
  const makers = [await chainMaker(loadOurs), await create()] as const;
  const last: Run[] = [];
  const body = (make: Make, place: number) =>
    inSequence(async () => {
      last[place] = await make();
    });
  const [baseline, cost] = await cpuTimes([body(makers[0], 0), body(makers[1], 1)]);
  for (const run of last) checkChain(await run());
  return { baseline, cost };
}

type Builder = Required<Pick<Peer, "build">>;

/** An agent of ten steps, what its step types cost, and what checking one costs. */
export const buildRows: readonly Row[] = [
  {
    row: "build",
    unit: "µs/build",
    baseline: "the same ten nodes, composed and compiled in raw LangGraph",
    limit: 1_000_000,
    ours: () => measure(ourChainMaker),
    peers: peerContenders(
      (peer) => measure((peer as Builder).build),
      (peer) => peer.build !== undefined,
    ),
  },
  ...registryRows,
  validateRow,
];
