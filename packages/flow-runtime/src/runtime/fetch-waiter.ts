import type { Envelope } from "./envelope.ts";
import type { Execution } from "./execution.ts";

/** A node that waits for another message of its trace. */
export interface FetchWaiter {
  readonly execution: Execution;
  readonly onMessage: (envelope: Envelope) => void;
  readonly onStarved: () => void;
}
