import type { Headers } from "./headers.ts";
import type { Meta } from "./meta.ts";

/** A payload with its envelope; frozen. */
export interface Message<Payload = unknown> {
  readonly payload: Payload;
  readonly headers: Headers;
  readonly traceId: string;
  /** When its trace began, in epoch milliseconds. */
  readonly createdAt: number;
  /** Epoch milliseconds. */
  readonly deadlineAt?: number;
  readonly meta: Meta;
}
