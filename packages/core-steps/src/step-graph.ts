import type { StepContext } from "./step.ts";
import type { RunLimits } from "./step-run.ts";
import type { StepWrite } from "./step-writes.ts";

/** A step as nodes of the agent's graph. The first node is where it begins. */
export interface StepGraph {
  readonly nodes: readonly StepGraphNode[];
  /** Most nodes that one execution may visit one after the other. Default: the number of its nodes. */
  visits?(limits: RunLimits): number;
  /** Name of the node that follows a chain. Required when a node moves to one. */
  readonly afterChain?: string;
}

export interface StepGraphNode {
  /** Unique within the step; the graph's node is `<node name of the step>_<name>`, the first one's is the step's. */
  readonly name: string;
  /** Where it may go. */
  readonly ends: readonly StepTarget[];
  /**
   * Whether something in it may call LangGraph's `interrupt`, `getConfig` or `getWriter`. Default true; without it a node
   * costs less, since LangGraph need not make its config known to all that is called below.
   */
  readonly needsGraph?: boolean;
  /**
   * @param state the agent's state
   * @param task what the node that came before has sent along; it and `memo` are kept while a run is suspended, as JSON
   */
  run(state: Readonly<Record<string, unknown>>, context: StepContext, task: StepTask): Promise<StepMove>;
}

/** `end`: the step is done; a number: that chain of the step; a name: that node of the step. */
export type StepTarget = "end" | number | (string & {});

export interface StepTask {
  /** What the step has kept from node to node; undefined when it begins. */
  readonly memo: unknown;
  /** What was sent to this node alone. */
  readonly input: unknown;
}

/** What a node has done, and where the step goes on: to one place, or to a node once for each input at the same time. */
export interface StepMove {
  readonly writes?: readonly StepWrite[];
  readonly memo?: unknown;
  /** Absent: where the node's only end leads. */
  readonly next?: StepTarget | readonly { readonly node: string; readonly input: unknown }[];
}
