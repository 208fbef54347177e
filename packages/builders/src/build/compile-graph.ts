import type { Runnable } from "@langchain/core/runnables";
import type { CompiledStateGraph, Send } from "@langchain/langgraph";
import { type GraphSettings, loadLangGraph, type StateDefinition, toGraphState } from "@pergola/config";
import type { StepTarget } from "@pergola/core-steps";
import type { MadeStep } from "../step/made-step.ts";
import { graphNode, isStaticEdge } from "./graph-node.ts";
import { loadPlainNode } from "./plain-node.ts";
import { withMemos } from "./step-memo.ts";
import {
  type GraphNodeFunction,
  type GraphUpdate,
  type GraphValues,
  type NodeContext,
  stepNode,
} from "./step-node.ts";

/** The compiled LangGraph of an agent. */
export type AgentGraph = CompiledStateGraph<Record<string, unknown>, Record<string, unknown>, string>;

export interface CompileGraphOptions {
  readonly name: string;
  readonly stateSchema: StateDefinition;
  readonly steps: readonly MadeStep[];
  readonly settings: GraphSettings;
  readonly runOf: NodeContext["runOf"];
}

/** Compiles the steps, one after the other. */
export async function compileGraph(options: CompileGraphOptions): Promise<AgentGraph> {
  const { name, stateSchema, steps, settings, runOf } = options;
  const { END, START, StateGraph, Command, Send } = await loadLangGraph();
  const hasMemos = steps.some((made) => made.graph !== undefined);
  const state = await toGraphState(hasMemos ? await withMemos(stateSchema) : stateSchema);
  // LangGraph's types follow literal node names, which are only known at run time here.
  const graph = new StateGraph(state as never) as LooseGraph;
  const drawing = new Drawing(graph, { runOf, Command, Send, plainNode: await loadPlainNode() });
  drawing.chain(steps, END);
  graph.addEdge(START, nameOf(steps[0], END));
  const { checkpointer, interruptBefore, interruptAfter } = settings;
  return graph.compile({ name, checkpointer, interruptBefore, interruptAfter });
}

interface DrawingContext extends NodeContext {
  readonly Send: typeof Send;
  readonly plainNode: Awaited<ReturnType<typeof loadPlainNode>>;
}

class Drawing {
  readonly #graph: LooseGraph;
  readonly #context: DrawingContext;

  constructor(graph: LooseGraph, context: DrawingContext) {
    this.#graph = graph;
    this.#context = context;
  }

  /** Adds steps one after the other; what comes after the last is `follower`. */
  chain(steps: readonly MadeStep[], follower: string): void {
    steps.forEach((made, index) => {
      const after = nameOf(steps[index + 1], follower);
      if (made.graph === undefined) this.#single(made, after);
      else this.#several(made, after);
    });
  }

  #single(made: MadeStep, after: string): void {
    const { nodeName } = made.planned;
    this.#graph.addNode(nodeName, stepNode(made, this.#context));
    this.#graph.addEdge(nodeName, after);
  }

  #several(made: MadeStep, after: string): void {
    const nodes = made.graph?.nodes ?? [];
    const place = (name: string) =>
      name === nodes[0]?.name ? made.planned.nodeName : `${made.planned.nodeName}_${name}`;
    const nodeAt = (target: StepTarget) => {
      if (target === "end") return after;
      return typeof target === "number" ? nameOf(made.groups[target]?.[0], after) : place(target);
    };
    for (const node of nodes) {
      const run = graphNode(made, node, { ...this.#context, nodeAt });
      const action = node.needsGraph === false ? this.#context.plainNode(run) : run;
      this.#graph.addNode(place(node.name), action, { ends: node.ends.map(nodeAt) });
      if (isStaticEdge(node)) this.#graph.addEdge(place(node.name), nodeAt(node.ends[0] ?? "end"));
    }
    const { afterChain } = made.graph ?? {};
    if (afterChain !== undefined) for (const group of made.groups) this.chain(group, place(afterChain));
  }
}

function nameOf(made: MadeStep | undefined, otherwise: string): string {
  return made === undefined ? otherwise : made.planned.nodeName;
}

interface LooseGraph {
  addNode(
    name: string,
    action: GraphNodeFunction | Runnable<GraphValues, GraphUpdate>,
    options?: { readonly ends: readonly string[] },
  ): void;
  addEdge(from: string, to: string): void;
  compile(options: GraphSettings & { readonly name: string }): AgentGraph;
}
