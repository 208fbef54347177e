import type { Clock } from "@pergola/core";
import { createVirtualClock } from "@pergola/core/testing";
import { timeInUse } from "./time-in-use.ts";

interface Waiting {
  readonly dueAt: number;
}

/** A virtual clock that knows when its next timer is due, and tells whoever drives it that one was set. */
export class TestClock implements Clock {
  readonly #clock: ReturnType<typeof createVirtualClock>;
  readonly #waiting = new Set<Waiting>();
  readonly #listeners = new Set<() => void>();
  /** Moves of time, one after the other: two at once would set it back. */
  #moving: Promise<unknown> = Promise.resolve();

  constructor(startAt: number) {
    this.#clock = createVirtualClock(startAt);
  }

  /** Epoch milliseconds of the timer that is due first. */
  get nextTimerAt(): number | undefined {
    let first: number | undefined;
    for (const { dueAt } of this.#waiting) if (first === undefined || dueAt < first) first = dueAt;
    return first;
  }

  get pendingTimers(): number {
    return this.#waiting.size;
  }

  // Bound to the clock: a flow may take them off it.
  readonly now = (): number => {
    timeInUse.getStore()?.add(this);
    return this.#clock.now();
  };

  readonly monotonic = (): number => this.#clock.monotonic();

  readonly setTimer = (delayMs: number, onTime: () => void): (() => void) => {
    timeInUse.getStore()?.add(this);
    const waiting = { dueAt: this.#clock.now() + Math.max(0, delayMs) };
    this.#waiting.add(waiting);
    const cancel = this.#clock.setTimer(delayMs, () => {
      this.#waiting.delete(waiting);
      onTime();
    });
    for (const listener of this.#listeners) listener();
    return () => {
      this.#waiting.delete(waiting);
      cancel();
    };
  };

  advance(byMs: number): Promise<void> {
    return this.#move(() => byMs);
  }

  /** Moves to a time, unless it is past already. */
  advanceTo(at: number): Promise<void> {
    return this.#move(() => Math.max(0, at - this.#clock.now()));
  }

  /** @returns what ends the listening */
  onTimer(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  #move(byMs: () => number): Promise<void> {
    const move = this.#moving.then(() => this.#clock.advance(byMs()));
    this.#moving = move.catch(() => undefined);
    return move;
  }
}
