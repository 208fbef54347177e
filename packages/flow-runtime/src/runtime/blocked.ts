import type { StreamChunk } from "../stream-chunk.ts";
import type { Envelope } from "./envelope.ts";
import type { Execution } from "./execution.ts";

/** Something that waits for room: at a node, or at the reader of a trace. */
export class Blocked {
  readonly item: Envelope | StreamChunk;
  /** Who sent it; undefined when it came from outside. */
  readonly sender: Execution | undefined;
  /** Told when it has been taken. */
  onTaken: (() => void) | undefined;
  /** Told when it never will be. */
  onDropped: ((reason: Error) => void) | undefined;

  constructor(item: Envelope | StreamChunk, sender: Execution | undefined) {
    this.item = item;
    this.sender = sender;
  }

  taken(): void {
    this.onTaken?.();
    this.sender?.handedOver();
  }
}
