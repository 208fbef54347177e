import type { FlowError } from "../flow-error.ts";
import type { StreamChunk } from "../stream-chunk.ts";
import type { Envelope } from "./envelope.ts";
import type { Trace } from "./trace.ts";

/** Where what leaves a trace goes. */
export interface TraceSink {
  /** False when there is no room now; then it asks for more when there is. @throws FlowError when it can take no more at all */
  result(envelope: Envelope): boolean;
  /** False when there is no room now. */
  chunk(chunk: StreamChunk): boolean;
  /** The trace has ended; comes once. Without an error it has ended well. */
  settled(trace: Trace, error: FlowError | undefined): void;
}
