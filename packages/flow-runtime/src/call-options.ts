import type { Budget } from "./budget.ts";
import type { HeadersInput } from "./headers.ts";
import type { Meta } from "./meta.ts";

/** How one trace runs. */
export interface CallOptions {
  readonly signal?: AbortSignal;
  /** Epoch milliseconds. */
  readonly deadlineAt?: number;
  /** Milliseconds from now; the earlier of both counts. */
  readonly timeoutMs?: number;
  readonly meta?: Meta;
  /** Unique among running traces. Default: a fresh UUID. */
  readonly traceId?: string;
  readonly headers?: HeadersInput;
  /** Default: the flow's. */
  readonly budget?: Budget;
  /** The trace that this one is a part of; for events. */
  readonly parentTraceId?: string;
  /** Name of the ingress node. Default: all of them. */
  readonly to?: string;
}
