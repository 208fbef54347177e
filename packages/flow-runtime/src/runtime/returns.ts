import { RingQueue } from "./ring-queue.ts";

/** So many results are handed on in one go; then promises have their turn. */
const MOST_AT_ONCE = 64;

/** A node that has returned, and not by a promise. */
export interface Returned {
  handOn(): void;
}

/**
 * What nodes return at once goes on soon, never inside the call of another node. One microtask serves them all: it is
 * the dearest part of a hop that does not wait.
 */
export class Returns {
  readonly #waiting = new RingQueue<Returned>();
  #isOnItsWay = false;

  add(returned: Returned): void {
    this.#waiting.push(returned);
    if (this.#isOnItsWay) return;
    this.#isOnItsWay = true;
    queueMicrotask(this.#handOn);
  }

  readonly #handOn = (): void => {
    try {
      for (let left = MOST_AT_ONCE; left > 0; left--) {
        const returned = this.#waiting.shift();
        if (returned === undefined) break;
        returned.handOn();
      }
    } finally {
      this.#isOnItsWay = this.#waiting.length > 0;
      if (this.#isOnItsWay) queueMicrotask(this.#handOn);
    }
  };
}
