import type { Meta } from "./meta.ts";
import type { StreamChunk } from "./stream-chunk.ts";

/** A result of a trace. */
export interface StreamResult<Output = unknown> {
  readonly type: "result";
  readonly traceId: string;
  readonly value: Output;
  readonly meta: Meta;
}

/** What `flow.stream()` gives: chunks as they come, and results. */
export type StreamItem<Output = unknown> = ({ readonly type: "chunk" } & StreamChunk) | StreamResult<Output>;
