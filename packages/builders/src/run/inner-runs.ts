import type { Clock, RunEvent } from "@pergola/core";

/** How long an ended run waits for the runs inside it to end, too: their signal has fired, so they need moments. */
const GRACE_MS = 1_000;

/** Runs inside a run that have begun and not ended, as their events tell. */
export class InnerRuns {
  readonly #open = new Set<string>();
  #waiting: (() => void) | undefined;

  /** Whether the run of the event has begun, and not ended before it. */
  isOpen({ runId }: RunEvent): boolean {
    return this.#open.has(runId);
  }

  note({ type, runId }: RunEvent): void {
    if (type === "run-started") this.#open.add(runId);
    if (type === "run-finished") this.#open.delete(runId);
    if (this.#open.size === 0) this.#waiting?.();
  }

  /** Resolves when all of them have ended, or have had their time; undefined when there is none. */
  ended(clock: Clock): Promise<void> | undefined {
    if (this.#open.size === 0) return undefined;
    const { promise, resolve } = Promise.withResolvers<void>();
    const cancelTimer = clock.setTimer(GRACE_MS, resolve);
    this.#waiting = resolve;
    return promise.finally(cancelTimer);
  }
}
