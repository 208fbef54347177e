import type { Budget } from "./budget.ts";
import type { HeadersInput } from "./headers.ts";
import type { Meta } from "./meta.ts";

/** How one trace runs. */
export interface CallOptions {
  /** Cancels the trace when it fires. Default: none. */
  readonly signal?: AbortSignal;
  /** Epoch milliseconds. Default: none. */
  readonly deadlineAt?: number;
  /** Milliseconds from now; the earlier of both counts. Default: none. */
  readonly timeoutMs?: number;
  /** Travels beside the payload. Default: none. */
  readonly meta?: Meta;
  /** Unique among running traces. Default: a fresh UUID. */
  readonly traceId?: string;
  /** Default: tenant `local`, priority 0, no topic. */
  readonly headers?: HeadersInput;
  /** Default: the flow's. */
  readonly budget?: Budget;
  /** The trace that this one is a part of; for events. Default: none. */
  readonly parentTraceId?: string;
  /** Name of the ingress node. Default: all of them. */
  readonly to?: string;
}
