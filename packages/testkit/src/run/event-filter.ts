import type { FlowEvent, FlowEventType } from "@pergola/flow-runtime";

/** Which events are meant: those that fit all that is given. */
export interface EventFilter {
  readonly traceId?: string;
  readonly nodeName?: string;
  /** A type, or several. */
  readonly type?: FlowEventType | readonly FlowEventType[];
}

export function fitsFilter(event: FlowEvent, { traceId, nodeName, type }: EventFilter): boolean {
  if (traceId !== undefined && event.traceId !== traceId) return false;
  if (nodeName !== undefined && event.nodeName !== nodeName) return false;
  return type === undefined || (typeof type === "string" ? [type] : type).includes(event.type);
}
