import type { RunEvent } from "@pergola/core";

/** One running turn, and one way to stop it. */
export interface RunningTurn {
  /** What the reader has seen so far. */
  readonly events: readonly RunEvent[];
  /** Resolves with the first event that fits, seen already or still to come. */
  seen(fits: (event: RunEvent) => boolean): Promise<RunEvent>;
  /** Stops it in this way; resolves when it is over for the reader. */
  stop(): Promise<void>;
  /** Whether the reader gets the events that follow the stop. */
  readonly readsOn: boolean;
}

/** A record of events that can be waited on. */
export class EventRecord {
  readonly events: RunEvent[] = [];
  readonly #waiters = new Set<{ fits: (event: RunEvent) => boolean; resolve: (event: RunEvent) => void }>();

  add(event: RunEvent): void {
    this.events.push(event);
    for (const waiter of this.#waiters) {
      if (!waiter.fits(event)) continue;
      this.#waiters.delete(waiter);
      waiter.resolve(event);
    }
  }

  seen(fits: (event: RunEvent) => boolean): Promise<RunEvent> {
    const known = this.events.find(fits);
    if (known !== undefined) return Promise.resolve(known);
    return new Promise((resolve) => this.#waiters.add({ fits, resolve }));
  }
}
