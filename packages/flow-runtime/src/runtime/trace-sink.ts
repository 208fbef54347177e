import type { FlowError } from "../flow-error.ts";
import type { Meta } from "../meta.ts";
import type { StreamChunk } from "../stream-chunk.ts";
import type { TraceInfo } from "../trace-info.ts";

/** A payload on its way. */
export interface Sent {
  readonly trace: TraceInfo;
  readonly payload: unknown;
  readonly meta: Meta;
}

/** Where what leaves a trace goes. */
export interface TraceSink {
  /** Whether it can give an error as a result, if the flow says so. */
  readonly takesErrors: boolean;
  /** There if it wants to know: the trace has this id, and begins or waits to. */
  opened?(traceId: string): void;
  /** False when there is no room now; then it asks for more when there is. @throws FlowError when it can take no more at all */
  result(sent: Sent): boolean;
  /** False when there is no room now. */
  chunk(chunk: StreamChunk): boolean;
  /** A last result, which always finds room. */
  last(sent: Sent): void;
  /** The trace has ended; comes once. Without an error it has ended well. */
  settled(trace: TraceInfo, error: FlowError | undefined): void;
}
