import type { Logger } from "@pergola/core";
import type { FlowEvent, FlowListener } from "../flow-event.ts";
import { RingQueue } from "./ring-queue.ts";

/** Most events that wait for a listener that takes its time. */
const MOST_WAITING = 1_024;

/** One listener. A slow one gets its events later, and at last not all; a throwing one harms nobody. */
export class Subscription {
  dropped = 0;
  readonly #listener: FlowListener;
  readonly #logger: Logger;
  readonly #waiting = new RingQueue<FlowEvent>();
  #isBusy = false;

  constructor(listener: FlowListener, logger: Logger) {
    this.#listener = listener;
    this.#logger = logger;
  }

  tell(event: FlowEvent): void {
    if (!this.#isBusy) this.#hand(event);
    else if (this.#waiting.length < MOST_WAITING) this.#waiting.push(event);
    else this.dropped++;
  }

  /** Tells nothing more, not even what waits. */
  end(): void {
    this.#waiting.removeWhere(() => true);
  }

  /** Hands over an event; what the listener returns says when it is ready for more. */
  #hand(event: FlowEvent): void {
    try {
      const taken = this.#listener(event);
      if (!(taken instanceof Promise)) return;
      this.#isBusy = true;
      taken.catch((error) => this.#complain(error)).then(() => this.#next());
    } catch (error) {
      this.#complain(error);
    }
  }

  #next(): void {
    this.#isBusy = false;
    while (!this.#isBusy) {
      const event = this.#waiting.shift();
      if (event === undefined) return;
      this.#hand(event);
    }
  }

  #complain(error: unknown): void {
    try {
      this.#logger.warn("A listener of a flow failed", { error });
    } catch {
      // A logger that fails has nobody left to tell.
    }
  }
}
