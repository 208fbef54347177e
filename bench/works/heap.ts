import { MemorySaver } from "@langchain/langgraph";
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
async function runs(settings: Settings): Promise<Sample> {
  return runsOf(await (await ourAdder()).build(), settings);
}

/** The same with a checkpointer: a run's thread goes when the run is over. */
async function checkpointedRuns(settings: Settings): Promise<Sample> {
  return runsOf(await (await ourAdder()).withCheckpointer(new MemorySaver()).build(), settings);
}

async function runsOf(agent: Parameters<typeof runner>[0], { iterations }: Settings): Promise<Sample> {
  const run = await runner(agent);
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

const run = {
  maxRepetitions: 3,
  unit: "B/run",
  baseline: "a result that is kept",
  limit: BYTES_PER_RUN,
  peers: {},
};

/** The heap after ten thousand builds and ten thousand runs. */
export const heapRows: readonly Row[] = [
  {
    ...run,
    row: "heap-build",
    unit: "B/build",
    baseline: "an agent that is kept",
    limit: 1_024,
    ours: builds,
  },
  { ...run, row: "heap-run", ours: runs },
  { ...run, row: "heap-form", ours: checkpointedRuns },
  { ...run, row: "heap-chat", ours: chats },
];
