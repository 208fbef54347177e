import type { FlowEvent } from "../flow-event.ts";

/** Traces of flows that the nodes of a flow have called, at any depth, also of flows with the same name. */
export class InnerTraces {
  /** How many of an id run: flows that make ids of their own may make the same. */
  readonly #running = new Map<string, number>();

  /** @param isOwn whether a trace is one of the flow itself */
  has({ type, traceId, parentTraceId }: FlowEvent, isOwn: (traceId: string) => boolean): boolean {
    if (parentTraceId === undefined) return false;
    const count = this.#running.get(traceId) ?? 0;
    if (type === "trace-started") {
      const isInner = isOwn(parentTraceId) || this.#running.has(parentTraceId);
      if (isInner) this.#running.set(traceId, count + 1);
      return isInner;
    }
    if (type === "trace-settled" && count === 1) this.#running.delete(traceId);
    else if (type === "trace-settled" && count > 1) this.#running.set(traceId, count - 1);
    return count > 0;
  }
}
