import { checkSum } from "../lib/adder.ts";
import { checkChain } from "../lib/chain.ts";
import { cpuTimes, inSequence } from "../lib/cpu-time.ts";
import { type Load, loadLangChain, loadOurs } from "../lib/langchain.ts";
import { chainMaker } from "../lib/langgraph-chain.ts";
import { answerOf, ourAdder, runner } from "../lib/our-agent.ts";
import { ourChainMaker } from "../lib/our-chain.ts";
import type { Ask } from "../lib/peers/peer.ts";
import { peerContenders } from "../lib/peers/peer-contenders.ts";
import type { Row, Sample } from "../lib/row.ts";
import { graphFormRow } from "./graph-form.ts";

/** CPU of an empty graph of one node from that copy of LangGraph, and of a run of the agent. */
async function measure(from: Load, create: () => Promise<Ask>): Promise<Sample> {
  const empty = await emptyGraph(from);
  const ask = await create();
  const once = async (index: number) => checkSum(index, await ask(`${index}`));
  const [baseline, cost] = await cpuTimes([inSequence(empty), inSequence(once)]);
  return { cost, baseline };
}

async function emptyGraph(from: Load): Promise<() => Promise<unknown>> {
  const langgraph = (await from("@langchain/langgraph")) as typeof import("@langchain/langgraph");
  const { HumanMessage } = await loadLangChain(from);
  const state = new langgraph.StateSchema({ messages: langgraph.MessagesValue });
  const graph = new langgraph.StateGraph(state)
    .addNode("empty", () => ({}))
    .addEdge(langgraph.START, "empty")
    .addEdge("empty", langgraph.END)
    .compile();
  return () => graph.invoke({ messages: [new HumanMessage("1")] });
}

async function ourRun(): Promise<Ask> {
  const run = await runner(await (await ourAdder()).build());
  return async (question) => answerOf(await run(question));
}

async function ourChat(): Promise<Ask> {
  const agent = await (await ourAdder()).build();
  return async (question) => (await agent.chat(question)).text;
}

/** CPU of a run of `CHAIN`, by hand in raw LangGraph and by us. */
async function chain(): Promise<Sample> {
  const raw = await (await chainMaker(loadOurs))();
  const ours = await (await ourChainMaker())();
  const [baseline, cost] = await cpuTimes([
    inSequence(async () => checkChain(await raw())),
    inSequence(async () => checkChain(await ours())),
  ]);
  return { baseline, cost };
}

const shared = { unit: "µs/run", baseline: "empty one-node LangGraph graph" };

/** Two calls of an instant model and one of a tool; and ten steps in a row. */
export const agentRows: readonly Row[] = [
  {
    ...shared,
    row: "agent",
    target: 1.4,
    ours: () => measure(loadOurs, ourRun),
    peers: peerContenders((peer) => measure(peer.langchain ?? loadOurs, peer.agent)),
  },
  { ...shared, row: "agent-chat", ours: () => measure(loadOurs, ourChat), peers: {} },
  {
    row: "agent-chain",
    unit: "µs/run",
    baseline: "the same ten nodes in raw LangGraph",
    ours: chain,
    peers: {},
  },
  graphFormRow,
];
