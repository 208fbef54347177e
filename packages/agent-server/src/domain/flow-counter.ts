import {
  type ActivityReader,
  createActivityReader,
  type FlowCounts,
  type FlowEvent,
  type FlowStats,
  type TraceCounts,
  type TraceOutcome,
} from "@pergola/flow-runtime";
import { EdgeCounter } from "./edge-counter.ts";
import type { GraphEnds } from "./graph-ends.ts";
import { NodeCounter } from "./node-counter.ts";

/** The flow whose events are counted. */
export interface CountedFlow {
  readonly name: string;
  readonly ends: GraphEnds;
}

/** Counts what a flow does, or one trace of it, without whose it is. */
export class FlowCounter {
  readonly #read: ActivityReader;
  readonly #nodes = new NodeCounter();
  readonly #edges: EdgeCounter;
  readonly #ended: Record<TraceOutcome, number> = {
    completed: 0,
    failed: 0,
    cancelled: 0,
    deadline: 0,
    budget: 0,
    stopped: 0,
  };

  constructor({ name, ends }: CountedFlow) {
    this.#read = createActivityReader(name);
    this.#edges = new EdgeCounter(ends);
  }

  /** @returns whether it counted: flows inside the flow do not */
  count(event: FlowEvent): boolean {
    const activities = this.#read(event);
    if (activities === undefined) return false;
    this.#nodes.count(event, activities);
    this.#edges.count(event);
    if (event.type === "trace-settled" && event.outcome !== undefined) this.#ended[event.outcome]++;
    return true;
  }

  counts({ queueDepths }: Pick<FlowStats, "queueDepths">): FlowCounts {
    const depths = Object.entries(queueDepths);
    const nodes = depths.map(([id, queueDepth]) => ({ id, queueDepth, ...this.#nodes.of(id) }));
    return { nodes, edges: this.#edges.all };
  }

  traces({ traces, waiting }: FlowStats): TraceCounts {
    return { running: traces, waiting, ...this.#ended };
  }
}
