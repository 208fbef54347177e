import { END, MemorySaver, START, StateGraph } from "@langchain/langgraph";
import { type StateDefinition, toGraphState } from "../index.ts";

type Values = Record<string, unknown>;

interface LooseGraph {
  addNode(name: string, run: () => unknown): void;
  addEdge(from: string, to: string): void;
  compile(options?: object): { invoke(input: Values, config?: object): Promise<Values> };
}

async function looseGraph(definition: StateDefinition): Promise<LooseGraph> {
  return new StateGraph((await toGraphState(definition)) as never) as unknown as LooseGraph;
}

/** What a real graph makes of an input and of writes that follow each other, one node each. */
export async function writeInTurn(definition: StateDefinition, input: Values, writes: readonly Values[]) {
  const graph = await looseGraph(definition);
  let previous: string = START;
  for (const [index, write] of writes.entries()) {
    graph.addNode(`n${index}`, () => write);
    graph.addEdge(previous, `n${index}`);
    previous = `n${index}`;
  }
  graph.addEdge(previous, END);
  return graph.compile().invoke(input);
}

/** The same with one step of parallel nodes. */
export async function writeAtOnce(definition: StateDefinition, input: Values, writes: readonly Values[]) {
  const graph = await looseGraph(definition);
  for (const [index, write] of writes.entries()) {
    graph.addNode(`n${index}`, () => write);
    graph.addEdge(START, `n${index}`);
    graph.addEdge(`n${index}`, END);
  }
  return graph.compile().invoke(input);
}

/** Runs of one compiled graph over a checkpointer, each with one write. */
export async function checkpointedWrites(definition: StateDefinition) {
  const graph = await looseGraph(definition);
  graph.addNode("idle", () => undefined);
  graph.addEdge(START, "idle");
  graph.addEdge("idle", END);
  const compiled = graph.compile({ checkpointer: new MemorySaver() });
  return (write: Values, thread = "one") => compiled.invoke(write, { configurable: { thread_id: thread } });
}
