import { load } from "../../contenders/langchain/load.ts";
import manifest from "../../contenders/langchain/package.json" with { type: "json" };
import type { Run } from "../flow/run.ts";
import type { FlowPeer } from "./flow-peer.ts";

interface State {
  readonly value: number;
  readonly values?: readonly number[];
}

/** Its types follow literal node names, which a loop does not have. */
interface LooseGraph {
  addNode(name: string, node: (state: State) => Promise<Partial<State>>): void;
  addEdge(from: string | readonly string[], to: string): void;
  compile(): { invoke(state: State): Promise<State> };
}

interface LangGraph {
  readonly START: string;
  readonly END: string;
  StateGraph: new (state: object) => LooseGraph;
  Annotation: ((options?: object) => object) & { Root(channels: object): object };
}

async function emptyGraph() {
  const { Annotation, END, START, StateGraph } = (await load("@langchain/langgraph")) as LangGraph;
  const reducer = (kept: readonly number[], more: readonly number[]) => [...kept, ...more];
  const values = Annotation({ reducer, default: () => [] });
  return { END, START, graph: new StateGraph(Annotation.Root({ value: Annotation(), values })) };
}

function runOf(graph: LooseGraph): Run {
  const compiled = graph.compile();
  return async (value) => (await compiled.invoke({ value })).value;
}

/** LangGraph: a graph whose state is the message. */
export const langgraphFlow: FlowPeer = {
  version: manifest.dependencies["@langchain/langgraph"],

  async chain(steps) {
    const { END, START, graph } = await emptyGraph();
    let last = START;
    for (const [place, step] of steps.entries()) {
      graph.addNode(`step-${place}`, async ({ value }) => ({ value: await step(value) }));
      graph.addEdge(last, `step-${place}`);
      last = `step-${place}`;
    }
    graph.addEdge(last, END);
    return runOf(graph);
  },

  async fanOut(branches, join) {
    const { END, START, graph } = await emptyGraph();
    const names = branches.map((_, place) => `branch-${place}`);
    graph.addNode("join", async ({ values = [] }) => ({ value: join(values) }));
    for (const [place, step] of branches.entries()) {
      graph.addNode(`branch-${place}`, async ({ value }) => ({ values: [await step(value)] }));
      graph.addEdge(START, `branch-${place}`);
    }
    graph.addEdge(names, "join");
    graph.addEdge("join", END);
    return runOf(graph);
  },
};
