import { abortReason } from "@pergola/core";
import type { VirtualClock } from "@pergola/core/testing";

/** Longest that work may take, in milliseconds: of the clock, and of real time. */
const MAX_CLOCK_MS = 50_000;
const MAX_REAL_MS = 10_000;

/** Lets a clock run until some work has ended; it stands still while nothing waits for it, as when a file is loaded. */
export async function elapse<T>(work: Promise<T>, clock: VirtualClock, stepMs = 50): Promise<T> {
  let isDone = false;
  const done = () => {
    isDone = true;
  };
  work.then(done, done);
  const [clockEnd, realEnd] = [clock.now() + MAX_CLOCK_MS, performance.now() + MAX_REAL_MS];
  while (!isDone) {
    if (clock.now() >= clockEnd || performance.now() >= realEnd) throw new Error("The work does not end.");
    await clock.advance(clock.pendingTimers > 0 ? stepMs : 0);
  }
  return work;
}

/** Never resolves; rejects when the signal fires. */
export function untilStopped(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener("abort", () => reject(abortReason(signal)), { once: true });
  });
}
