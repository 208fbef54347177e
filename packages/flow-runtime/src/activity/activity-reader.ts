import type { GraphActivity } from "@pergola/core";
import type { FlowEvent, FlowEventType } from "../flow-event.ts";
import { InnerTraces } from "./inner-traces.ts";

/** Reads one event after the other. Undefined when it is one of a flow inside the flow: its nodes are not the flow's. */
export type ActivityReader = (event: FlowEvent) => readonly GraphActivity[] | undefined;

/** A timeout needs no state: the attempt errs by it, which is told next. */
const STATES: Partial<Record<FlowEventType, GraphActivity["state"]>> = {
  "node-started": "running",
  "node-succeeded": "idle",
  "node-errored": "failed",
};

/**
 * Makes what reads the events of a flow, in their order, as what the nodes of its `describe()` do. An attempt that its
 * trace leaves behind ends with the trace.
 *
 * @param flow the flow's name
 */
export function createActivityReader(flow: string): ActivityReader {
  const inner = new InnerTraces();
  const running = new RunningAttempts();
  return (event) => {
    if (inner.has(event, (traceId) => running.knows(traceId)) || event.flow !== flow) return undefined;
    const { type, traceId, nodeName, ts, latencyMs, queueDepth } = event;
    if (type === "trace-settled")
      return running.forget(traceId).map((node) => left(node, running.of(node), ts));
    const state = STATES[type];
    if (state === undefined || nodeName === undefined) return [];
    const count = running.change(traceId, nodeName, state === "running" ? 1 : -1);
    return [
      {
        nodeId: nodeName,
        state: state === "idle" && count > 0 ? "running" : state,
        at: ts,
        running: count,
        ...(latencyMs !== undefined && { latencyMs }),
        ...(queueDepth !== undefined && { queueDepth }),
      },
    ];
  };
}

function left(nodeId: string, running: number, at: number): GraphActivity {
  return { nodeId, state: running > 0 ? "running" : "idle", at, running };
}

/** How many attempts of each node run, and for which trace. */
class RunningAttempts {
  readonly #byTrace = new Map<string, Map<string, number>>();
  readonly #byNode = new Map<string, number>();

  of(node: string): number {
    return this.#byNode.get(node) ?? 0;
  }

  knows(traceId: string): boolean {
    return this.#byTrace.has(traceId);
  }

  /** @returns how many of the node run now */
  change(traceId: string, node: string, by: 1 | -1): number {
    const trace = this.#byTrace.get(traceId) ?? new Map<string, number>();
    const count = (trace.get(node) ?? 0) + by;
    // Who begins to listen in the middle hears of ends without beginnings.
    if (count < 0) return this.of(node);
    this.#byTrace.set(traceId, trace.set(node, count));
    this.#byNode.set(node, this.of(node) + by);
    return this.of(node);
  }

  /** @returns the nodes that were at work for the trace */
  forget(traceId: string): readonly string[] {
    const atWork = [...(this.#byTrace.get(traceId) ?? [])].filter(([, count]) => count > 0);
    for (const [node, count] of atWork) this.#byNode.set(node, this.of(node) - count);
    this.#byTrace.delete(traceId);
    return atWork.map(([node]) => node);
  }
}
