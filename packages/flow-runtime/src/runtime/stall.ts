import type { Blocked } from "./blocked.ts";
import type { Envelope } from "./envelope.ts";
import { RingQueue } from "./ring-queue.ts";

/** An execution that has given its place away. */
interface Parked {
  abandon(reason: Error): void;
}

/** What waits at a node because its trace does: others must not wait for it. */
export class Stall {
  /** Parked; while there are any, the trace stands still at this node. */
  readonly executions = new Set<Parked>();
  readonly queue = new RingQueue<Envelope>();
  readonly blocked = new RingQueue<Blocked<Envelope>>();
  /** Take back the timers of waits before retries. */
  readonly timers = new Set<() => void>();
  /** A node that waits for this very trace's next message. */
  fetcher: ((envelope: Envelope) => void) | undefined;

  offer(envelope: Envelope, capacity: number): "taken" | "stalled" {
    const { fetcher } = this;
    if (fetcher !== undefined) {
      this.fetcher = undefined;
      fetcher(envelope);
      return "taken";
    }
    // What comes over a back edge waits for nobody, or its loop would wait for itself.
    const mustWait = this.blocked.length > 0 && capacity !== Number.POSITIVE_INFINITY;
    if (this.queue.length >= capacity || mustWait) return "stalled";
    this.queue.push(envelope);
    return "taken";
  }

  /** The first message that waits; lets in what waits for its room. */
  take(): Envelope | undefined {
    const blocked = this.blocked.shift();
    if (blocked !== undefined) this.queue.push(blocked.item);
    const envelope = this.queue.shift();
    blocked?.taken();
    return envelope;
  }

  /** Puts messages before all others, in their order. */
  giveBack(envelopes: readonly Envelope[]): void {
    const later = this.queue.removeWhere(() => true);
    for (const each of [...envelopes, ...later]) this.offer(each, Number.POSITIVE_INFINITY);
  }

  /** @returns how many messages were dropped */
  clear(reason: Error): number {
    const dropped = this.queue.length + this.blocked.length;
    for (const cancel of this.timers) cancel();
    for (const execution of this.executions) execution.abandon(reason);
    return dropped;
  }
}
