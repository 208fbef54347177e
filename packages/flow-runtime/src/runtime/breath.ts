import type { Clock } from "@pergola/core";

/** So long may a flow go on without timers, sockets and signals having their turn, in milliseconds. */
const LONGEST_MS = 10;
/** The clock is read once in so many hops. */
const HOPS = 16;

/**
 * Nodes that never really wait go from promise to promise, and neither a deadline nor a cancellation ever has its turn.
 * So a flow gives way now and then: what would begin waits until the event loop has gone round.
 */
export class Breath {
  readonly #clock: Clock;
  #hops = 0;
  /** When this turn of the event loop was first looked at; time between turns is nobody's. */
  #since: number | undefined;
  #waiting: (() => void)[] | undefined;
  /** How many have given way and have not gone on. */
  #held = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Whether it is time to give way; to be asked at each hop. */
  isDue(): boolean {
    if (this.#waiting !== undefined) return true;
    if (++this.#hops < HOPS) return false;
    this.#hops = 0;
    const now = this.#clock.monotonic();
    if (this.#since !== undefined) return now - this.#since > LONGEST_MS;
    this.#since = now;
    setImmediate(() => {
      this.#since = undefined;
    });
    return false;
  }

  /** Whether somebody waits who has given way. */
  get isHolding(): boolean {
    return this.#held > 0;
  }

  /** Goes on once others had their turn. */
  wait(goOn: () => void): void {
    this.#held++;
    if (this.#waiting !== undefined) {
      this.#waiting.push(goOn);
      return;
    }
    this.#waiting = [goOn];
    setImmediate(() => this.#resume());
  }

  #resume(): void {
    const waiting = this.#waiting ?? [];
    this.#waiting = undefined;
    for (const goOn of waiting) {
      this.#held--;
      goOn();
    }
  }
}
