import { Blocked, type Sender } from "./blocked.ts";
import type { Envelope } from "./envelope.ts";
import type { Trace } from "./trace.ts";

/** A message that waits for room at a node. */
export class BlockedMessage extends Blocked<Envelope> {
  readonly trace: Trace;

  constructor(envelope: Envelope, sender: Sender | undefined) {
    super(envelope, sender);
    this.trace = envelope.trace;
  }
}
