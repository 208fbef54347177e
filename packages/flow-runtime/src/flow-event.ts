/** What may happen: to an attempt of a node, to a message, to a trace. */
export type FlowEventType =
  | "trace-started"
  | "node-started"
  | "node-succeeded"
  | "node-errored"
  | "node-timed-out"
  | "node-retried"
  | "node-failed"
  | "message-emitted"
  | "message-fetched"
  | "chunk-emitted"
  | "cancel-started"
  | "message-dropped"
  | "cancel-finished"
  | "deadline-exceeded"
  | "budget-exhausted"
  | "trace-settled";

/** How a trace ended; each has exactly one. */
export type TraceOutcome = "completed" | "failed" | "cancelled" | "deadline" | "budget" | "stopped";

/** A fact about a flow. It never carries payloads, nor meta that was not allowed. */
export interface FlowEvent {
  readonly type: FlowEventType;
  /** Epoch milliseconds. */
  readonly ts: number;
  /** The flow's name. */
  readonly flow: string;
  readonly traceId: string;
  readonly parentTraceId?: string;
  readonly nodeName?: string;
  /** From 1. */
  readonly attempt?: number;
  /** Of the attempt or the trace, in milliseconds, without the time blocked. */
  readonly latencyMs?: number;
  /** Time that the attempt waited for others to take what it gave, in milliseconds. */
  readonly blockedMs?: number;
  /** Messages that wait for the node. */
  readonly queueDepth?: number;
  /** Where a message went; `egress` for a result. Of `trace-started`: where it entered, unless that is at all ingress nodes. */
  readonly to?: string;
  readonly outcome?: TraceOutcome;
  readonly code?: string;
  readonly message?: string;
  /** Of `message-dropped`: how many. */
  readonly count?: number;
  /** Until the retry, in milliseconds. */
  readonly delayMs?: number;
  readonly streamId?: string;
  readonly seq?: number;
  /** Keys of meta that the flow allows in events. */
  readonly meta?: Readonly<Record<string, unknown>>;
}

/** Is told of events, in order. A promise says when it is ready for more; what it throws is logged. */
export type FlowListener = (event: FlowEvent) => unknown;
