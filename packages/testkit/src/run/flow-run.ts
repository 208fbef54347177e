import type { FlowError, FlowEvent, StreamChunk, StreamItem, TraceOutcome } from "@pergola/flow-runtime";

/** How much was not kept, because there was more than `maxRecorded`. */
export interface NotKept {
  readonly events: number;
  readonly items: number;
}

/** One trace, from its beginning to its end. */
export interface FlowRun<Output = unknown> {
  readonly traceId: string;
  readonly outcome: TraceOutcome;
  /** The result, when there is exactly one. */
  readonly result: Output | undefined;
  /** In the order in which they left the flow. */
  readonly results: readonly Output[];
  /** What ended the trace before its time. */
  readonly error: FlowError | undefined;
  /** Of the trace and of flows that it called. */
  readonly events: readonly FlowEvent[];
  readonly chunks: readonly StreamChunk[];
  /** Chunks and results as a reader of the stream gets them, results with their meta. */
  readonly items: readonly StreamItem<Output>[];
  /** From beginning to end on the flow's clock, in milliseconds. */
  readonly latencyMs: number;
  readonly notKept: NotKept;
}
