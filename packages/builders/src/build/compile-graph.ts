import type { CompiledStateGraph } from "@langchain/langgraph";
import { loadLangGraph, type StateDefinition, toGraphState } from "@pergola/config";
import type { GraphNodeFunction } from "./step-node.ts";

/** The compiled LangGraph of an agent. */
export type AgentGraph = CompiledStateGraph<Record<string, unknown>, Record<string, unknown>, string>;

export interface GraphNodeEntry {
  readonly name: string;
  readonly run: GraphNodeFunction;
}

/** Compiles a chain of nodes. */
export async function compileGraph(
  name: string,
  state: StateDefinition,
  nodes: readonly GraphNodeEntry[],
): Promise<AgentGraph> {
  const { END, START, StateGraph } = await loadLangGraph();
  // LangGraph's types follow literal node names, which are only known at run time here.
  const graph = new StateGraph((await toGraphState(state)) as never) as unknown as LooseGraph;
  let previous: string = START;
  for (const node of nodes) {
    graph.addNode(node.name, node.run);
    graph.addEdge(previous, node.name);
    previous = node.name;
  }
  graph.addEdge(previous, END);
  return graph.compile({ name });
}

interface LooseGraph {
  addNode(name: string, run: GraphNodeFunction): void;
  addEdge(from: string, to: string): void;
  compile(options: { name: string }): AgentGraph;
}
