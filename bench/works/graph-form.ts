import { MemorySaver } from "@langchain/langgraph";
import { checkSum } from "../lib/adder.ts";
import { cpuTimes, inSequence } from "../lib/cpu-time.ts";
import { langgraphTwin } from "../lib/langgraph-twin.ts";
import { answerOf, ourMessagesAdder, runner } from "../lib/our-agent.ts";
import type { Ask } from "../lib/peers/peer.ts";
import type { Row, Sample } from "../lib/row.ts";

async function ours(): Promise<Ask> {
  const run = await runner(await (await ourMessagesAdder()).withCheckpointer(new MemorySaver()).build());
  return async (question) => answerOf(await run(question));
}

/** A run is some milliseconds of code from many files: the compiler needs far more turns than for a small body. */
const STEADY = { warmMs: 8_000, samples: 15 };

async function measure(): Promise<Sample> {
  const once = (ask: Ask) => inSequence(async (index) => checkSum(index, await ask(`${index}`)));
  const [baseline, cost] = await cpuTimes([once(await langgraphTwin()), once(await ours())], STEADY);
  return { baseline, cost };
}

/** The run of the row `agent` with a checkpointer: each model call and each tool call is its own node. */
export const graphFormRow: Row = {
  row: "graph-form",
  unit: "µs/run",
  baseline: "its twin by hand in raw LangGraph",
  target: 1.15,
  ours: measure,
  peers: {},
};
