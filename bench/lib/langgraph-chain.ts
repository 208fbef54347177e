import { z } from "zod";
import { CHAIN, type ChainOutcome } from "./chain.ts";
import { instantSayer } from "./instant-model.ts";
import { type Load, loadLangChain } from "./langchain.ts";

interface ChainState {
  readonly messages: readonly object[];
  readonly name?: string;
}

type Node = (state: ChainState) => object | Promise<object>;

/** LangGraph's types follow literal node names, which a loop does not have. */
interface LooseGraph {
  addNode(name: string, node: Node): void;
  addEdge(from: string, to: string): void;
  compile(): { invoke(state: object): Promise<ChainState> };
}

/** Composes and compiles `CHAIN` in raw LangGraph. */
export async function chainMaker(from: Load): Promise<() => () => Promise<ChainOutcome>> {
  const langgraph = (await from("@langchain/langgraph")) as typeof import("@langchain/langgraph");
  const langchain = await loadLangChain(from);
  const nodes = nodesOf(langchain);
  return () => {
    const state = new langgraph.StateSchema({
      messages: langgraph.MessagesValue,
      name: z.string().optional(),
    });
    const graph = new langgraph.StateGraph(state) as unknown as LooseGraph;
    let previous: string = langgraph.START;
    for (const [index, kind] of CHAIN.entries()) {
      const name = `${kind}_${index}`;
      graph.addNode(name, nodes[kind]);
      graph.addEdge(previous, name);
      previous = name;
    }
    graph.addEdge(previous, langgraph.END);
    const compiled = graph.compile();
    return async () => {
      const { name, messages } = await compiled.invoke({ messages: [new langchain.HumanMessage("go")] });
      return { custom: Number(name), llm: messages.length - 1 };
    };
  };
}

function nodesOf(langchain: Awaited<ReturnType<typeof loadLangChain>>): Record<"custom" | "llm", Node> {
  const model = instantSayer(langchain);
  return {
    custom: ({ name }) => ({ name: `${Number(name ?? 0) + 1}` }),
    llm: async ({ messages }) => ({ messages: [await model.invoke(messages as never)] }),
  };
}
