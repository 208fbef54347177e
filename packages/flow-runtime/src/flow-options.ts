import type { Clock, Logger } from "@pergola/core";
import type { Budget } from "./budget.ts";
import type { FlowListener } from "./flow-event.ts";
import type { AnyNode } from "./flow-node.ts";
import type { FlowHistory } from "./history/flow-history.ts";
import type { ModelRegistry } from "./model-registry.ts";
import type { EdgeList } from "./wiring.ts";

/** What a flow is made of, and its bounds. */
export interface FlowOptions<List extends EdgeList = EdgeList, ErrorsAsResults extends boolean = boolean> {
  /** For pictures, events and errors. Default `flow`. */
  readonly name?: string;
  /** `[a.to(b, c), b.to(d)]`, or `[[a, [b, c]], [b, [d]]]`. One node alone: `[a.to()]`. */
  readonly edges: List;
  /** Nodes where messages enter. Default: those that no other node leads to. */
  readonly ingress?: readonly AnyNode[];
  /** Nodes whose messages leave. Default: those that lead to no other node. */
  readonly egress?: readonly AnyNode[];
  /** Schemas of nodes that have none of their own. Default: none. */
  readonly registry?: ModelRegistry;
  /** Most messages that wait for a node; 0 for no bound. Default 64. */
  readonly queueSize?: number;
  /** Most traces at a time, others wait to begin; 0 for no bound. Default 1 000. */
  readonly maxTraces?: number;
  /** Whether any cycle is meant. Default false: a node of a cycle says `allowCycle`. */
  readonly allowCycles?: boolean;
  /** What a trace may use up in loops. Default: no limit. */
  readonly budget?: Budget;
  /** Listens from the beginning. */
  readonly onEvent?: FlowListener;
  /** Keys of meta that events may tell. Default: none. */
  readonly eventMeta?: readonly string[];
  /**
   * Whether an error that ends a trace (outcome failed, deadline or budget) is given as its last result, a FlowError,
   * by `stream()` and `fetch()`, instead of being thrown. `call()` rejects in any case. Default false.
   */
  readonly errorsAsResults?: ErrorsAsResults;
  /** Keeps the events of each trace. Default: nothing is kept. */
  readonly history?: FlowHistory;
  /** Whether nodes run in their caller's async context, and `currentTrace()` works. Costs a trace about a hop. Default true. */
  readonly asyncContext?: boolean;
  /** Default: says nothing. */
  readonly logger?: Logger;
  /** Default: the system's. */
  readonly clock?: Clock;
  /** Makes trace ids. Default: random UUIDs. */
  readonly createId?: () => string;
  /** For jitter; from 0 to 1. Default `Math.random`. */
  readonly random?: () => number;
}
