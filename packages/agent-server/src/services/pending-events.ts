import type { FlowEvent } from "@pergola/flow-runtime";

/** Events that wait for one client: at most so many, what comes besides is dropped and counted. */
export class PendingEvents {
  readonly #limit: number;
  #events: FlowEvent[] = [];
  #dropped = 0;
  #toldDropped = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  add(event: FlowEvent): void {
    if (this.#events.length < this.#limit) this.#events.push(event);
    else this.#dropped++;
  }

  /** What waits, and how many were dropped since the beginning; undefined when there is nothing new. */
  take(): { readonly events: readonly FlowEvent[]; readonly dropped: number } | undefined {
    const events = this.#events;
    if (events.length === 0 && this.#dropped === this.#toldDropped) return undefined;
    this.#events = [];
    this.#toldDropped = this.#dropped;
    return { events, dropped: this.#dropped };
  }
}
