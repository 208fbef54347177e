import type { EmitRunEvent } from "@pergola/core";
import type { FlowEvent, FlowEventType, FlowListener } from "@pergola/flow-runtime";

declare module "@pergola/core" {
  interface RunEventMap {
    /** Something that happened in a flow that the run waits for, or in a flow that was made inside it. */
    "flow-progressed": { readonly event: FlowEvent };
  }
}

/** Of every message and chunk there may be thousands; the flow's own listeners see them. */
const TOO_MANY: ReadonlySet<FlowEventType> = new Set(["message-emitted", "message-fetched", "chunk-emitted"]);

/** Puts on the run's stream what a trace and the traces inside it do. A slow reader slows the flow's events, not the flow. */
export function flowProgress(traceId: string, emit: EmitRunEvent): FlowListener {
  const own = new Set([traceId]);
  return (event) => {
    if (event.parentTraceId !== undefined && own.has(event.parentTraceId)) own.add(event.traceId);
    if (!own.has(event.traceId) || TOO_MANY.has(event.type)) return undefined;
    if (event.type === "trace-settled" && event.traceId !== traceId) own.delete(event.traceId);
    return emit({ type: "flow-progressed", event });
  };
}
