import type { StreamChunk } from "../stream-chunk.ts";
import type { Sent } from "./trace-sink.ts";
import type { Waiting } from "./waiting-line.ts";

/** Who has sent something that waits. */
export interface Sender {
  /** Copies that nobody has accepted yet. */
  outstanding: number;
  /** Gives its place to others: it waits for something of its own trace. */
  park(): void;
  /** A copy was accepted. */
  handedOver(): void;
}

/** Something that waits for room: at a node, or at the reader of a trace. */
export class Blocked<Item extends Sent | StreamChunk = Sent | StreamChunk> {
  readonly trace: Waiting;
  readonly item: Item;
  /** Undefined when it came from outside. */
  readonly sender: Sender | undefined;
  /** Told when it has been taken. */
  onTaken: (() => void) | undefined;
  /** Whether its sender has given its place away for it. */
  hasParked = false;

  constructor(trace: Waiting, item: Item, sender: Sender | undefined) {
    this.trace = trace;
    this.item = item;
    this.sender = sender;
  }

  /** Its sender gives its place to others, once. */
  parkSender(): void {
    if (this.hasParked) return;
    this.hasParked = true;
    this.sender?.park();
  }

  taken(): void {
    this.onTaken?.();
    this.sender?.handedOver();
  }
}
