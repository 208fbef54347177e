import { AsyncLocalStorage } from "node:async_hooks";

/** A clock that can be moved. */
export interface MovableClock {
  readonly nextTimerAt: number | undefined;
  now(): number;
  advanceTo(at: number): Promise<void>;
  onTimer(listener: () => void): () => void;
}

/** The virtual clocks that some work was seen to look at: those that must move for it to end. */
export class TimeInUse {
  readonly #clocks = new Set<MovableClock>();
  readonly #stops: (() => void)[] = [];
  #onTimer: (() => void) | undefined;

  add(clock: MovableClock): void {
    if (this.#clocks.has(clock)) return;
    this.#clocks.add(clock);
    this.#stops.push(clock.onTimer(() => this.#onTimer?.()));
  }

  /** Moves all to the time at which the first timer is due. @returns false when there is none */
  async moveOn(): Promise<boolean> {
    const clocks = [...this.#clocks].map((clock) => ({ clock, now: clock.now() }));
    const leftMs = Math.min(
      ...clocks.map(({ clock, now }) => (clock.nextTimerAt ?? Number.POSITIVE_INFINITY) - now),
    );
    if (leftMs === Number.POSITIVE_INFINITY) return false;
    for (const { clock, now } of clocks) await clock.advanceTo(now + leftMs);
    return true;
  }

  /** Called whenever a timer is set. */
  set onTimer(listener: (() => void) | undefined) {
    this.#onTimer = listener;
  }

  release(): void {
    for (const stop of this.#stops.splice(0)) stop();
  }
}

/** What the work that runs now is driven by; a clock that it looks at adds itself. */
export const timeInUse = new AsyncLocalStorage<TimeInUse>();
