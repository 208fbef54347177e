import type { Headers } from "./headers.ts";

/** A trace, for those who take part in it. */
export interface TraceInfo {
  readonly id: string;
  readonly headers: Headers;
  readonly signal: AbortSignal;
  /** Epoch milliseconds. */
  readonly createdAt: number;
  /** Epoch milliseconds. */
  readonly deadlineAt: number | undefined;
  /** The trace that this one is a part of. */
  readonly parentTraceId: string | undefined;
}
