import type { FlowEvent } from "@pergola/flow-runtime";
import { testkitErrors } from "../errors.ts";

/** Events that hold a trace. A run, a recorder and `recorder.trace(id)` are such; so is `{ events }`. */
export interface TraceEvents {
  /** Which trace is meant. Default: the only one that is part of no other. */
  readonly traceId?: string;
  readonly events: readonly FlowEvent[];
}

/** The events of the one trace that is meant, without those of flows inside it. @throws TRACE_AMBIGUOUS */
export function eventsOfTrace({ traceId, events }: TraceEvents): readonly FlowEvent[] {
  const meant = traceId ?? onlyTrace(events);
  // A flow inside it that counts its ids alike may have one of the same.
  return events.filter((event) => event.traceId === meant && event.parentTraceId !== meant);
}

/** Names of the nodes that worked for a trace, in the order in which they began; a retry is no visit of its own. */
export function visitedNodes(trace: TraceEvents): readonly string[] {
  return eventsOfTrace(trace).flatMap(({ type, attempt, nodeName }) =>
    type === "node-started" && attempt === 1 && nodeName !== undefined ? [nodeName] : [],
  );
}

function onlyTrace(events: readonly FlowEvent[]): string {
  const ids = new Set(
    events.filter((event) => event.parentTraceId === undefined).map((event) => event.traceId),
  );
  const [id] = ids;
  if (id !== undefined && ids.size === 1) return id;
  throw testkitErrors.create("TRACE_AMBIGUOUS", {
    message:
      ids.size === 0
        ? "There are no events of a trace."
        : `There are events of ${ids.size} traces: ${[...ids].slice(0, 10).join(", ")}.`,
    hint: "Record before the trace begins, and say which one is meant: recorder.trace(id).",
    details: { traceIds: [...ids] },
  });
}
