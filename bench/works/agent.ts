import { createAgent } from "@pergola/builders";
import { defineTool } from "@pergola/tools";
import { z } from "zod";
import { load } from "../contenders/load.ts";
import { cpuTime, inSequence } from "../lib/cpu-time.ts";
import { adder, checkSum, instantModel } from "../lib/instant-model.ts";
import { type Load, loadLangChain, loadOurs } from "../lib/langchain.ts";
import type { Row, Sample } from "../lib/row.ts";

const PROMPT = "Add with the tool.";
const INPUT = z.object({ a: z.number(), b: z.number() });

/** CPU of a run, and before it of an empty graph of one node from the same copy of LangGraph. */
async function measure(from: Load, once: (index: number) => Promise<unknown>): Promise<Sample> {
  const baseline = await cpuTime(inSequence(await emptyGraph(from)));
  const cost = await cpuTime(inSequence(async (index) => checkSum(index, await once(index))));
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

async function ourAgent() {
  const add = defineTool({
    name: "add",
    description: "Adds two numbers.",
    input: INPUT,
    execute: async ({ a, b }) => a + b,
  });
  return createAgent({ name: "adder" })
    .withLlm(instantModel(await loadLangChain(loadOurs), adder))
    .withTools([add])
    .withStep("tools-loop", { systemPrompt: PROMPT })
    .build();
}

async function ours(): Promise<Sample> {
  const agent = await ourAgent();
  const { HumanMessage } = await loadLangChain(loadOurs);
  return measure(loadOurs, async (index) => {
    const { messages } = (await agent.run({ messages: [new HumanMessage(`${index}`)] })) as {
      messages: readonly { readonly text: string }[];
    };
    return messages.at(-1)?.text;
  });
}

async function oursChat(): Promise<Sample> {
  const agent = await ourAgent();
  return measure(loadOurs, async (index) => (await agent.chat(`${index}`)).text);
}

interface LangGraphAgent {
  invoke(input: object): Promise<{ readonly messages: readonly { readonly text: string }[] }>;
}

const langgraph = async () =>
  measurePeer(async (parts) => {
    const { createReactAgent } = (await load("@langchain/langgraph/prebuilt")) as {
      createReactAgent(options: object): LangGraphAgent;
    };
    return createReactAgent({ llm: parts.model, tools: parts.tools, prompt: PROMPT });
  });

const langchain = async () =>
  measurePeer(async (parts) => {
    const { createAgent: create } = (await load("langchain")) as {
      createAgent(options: object): LangGraphAgent;
    };
    return create({ ...parts, systemPrompt: PROMPT });
  });

interface PeerParts {
  readonly model: unknown;
  readonly tools: readonly unknown[];
}

async function measurePeer(create: (parts: PeerParts) => Promise<LangGraphAgent>): Promise<Sample> {
  const parts = await loadLangChain(load);
  const { tool } = (await load("@langchain/core/tools")) as {
    tool(execute: (input: z.infer<typeof INPUT>) => Promise<string>, options: object): unknown;
  };
  const { z: theirZod } = (await load("zod")) as { z: typeof z };
  const schema = theirZod.object({ a: theirZod.number(), b: theirZod.number() });
  const add = tool(async ({ a, b }) => String(a + b), {
    name: "add",
    description: "Adds two numbers.",
    schema,
  });
  const agent = await create({ model: instantModel(parts, adder), tools: [add] });
  return measure(load, async (index) => {
    const { messages } = await agent.invoke({ messages: [new parts.HumanMessage(`${index}`)] });
    return messages.at(-1)?.text;
  });
}

const shared = { unit: "µs/run", baseline: "empty one-node LangGraph graph" };

/** Two calls of an instant model and one of a tool. */
export const agentRows: readonly Row[] = [
  {
    ...shared,
    row: "agent",
    target: 1.4,
    ours,
    peers: { "langgraph-react": langgraph, "langchain-agent": langchain },
  },
  { ...shared, row: "agent-chat", ours: oursChat, peers: {} },
];
