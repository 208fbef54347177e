import type { Envelope } from "./envelope.ts";
import { Stall } from "./stall.ts";
import type { Trace } from "./trace.ts";

/** The traces that stand still at a node. There is no map of them while there are none. */
export class Stalls {
  #stalls: Map<Trace, Stall> | undefined;

  get isEmpty(): boolean {
    return this.#stalls === undefined;
  }

  has(trace: Trace): boolean {
    return this.#stalls?.has(trace) === true;
  }

  get(trace: Trace): Stall | undefined {
    return this.#stalls?.get(trace);
  }

  add(trace: Trace, waiting: readonly Envelope[]): Stall {
    const stall = new Stall();
    this.#stalls ??= new Map();
    this.#stalls.set(trace, stall);
    for (const envelope of waiting) stall.queue.push(envelope);
    return stall;
  }

  delete(trace: Trace): void {
    this.#stalls?.delete(trace);
    if (this.#stalls?.size === 0) this.#stalls = undefined;
  }
}
