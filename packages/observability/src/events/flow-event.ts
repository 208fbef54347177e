/** What telemetry reads of an event of a flow; a `FlowEvent` of `@pergola/flow-runtime` is one. */
export interface ObservedFlowEvent {
  readonly type: string;
  /** Epoch milliseconds. */
  readonly ts: number;
  readonly flow: string;
  readonly traceId: string;
  readonly parentTraceId?: string;
  readonly nodeName?: string;
  readonly attempt?: number;
  readonly latencyMs?: number;
  readonly blockedMs?: number;
  readonly queueDepth?: number;
  readonly outcome?: string;
  readonly code?: string;
  readonly message?: string;
  readonly count?: number;
  readonly delayMs?: number;
}

/** A flow of `@pergola/flow-runtime`, as far as telemetry needs it. */
export interface ObservableFlow {
  on(listener: (event: ObservedFlowEvent) => void): () => void;
}
