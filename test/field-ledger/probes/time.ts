import { abortReason } from "@pergola/core";
import type { VirtualClock } from "@pergola/core/testing";

const MAX_TURNS = 1_000;

/** Lets a clock run until some work has ended; it stands still while nothing waits for it, as when a file is loaded. */
export async function elapse<T>(work: Promise<T>, clock: VirtualClock, stepMs = 50): Promise<T> {
  let isDone = false;
  const done = () => {
    isDone = true;
  };
  work.then(done, done);
  const endsAt = clock.now() + MAX_TURNS * stepMs;
  while (!isDone) {
    if (clock.now() >= endsAt)
      throw new Error(`Nothing came of it in ${MAX_TURNS * stepMs} ms of the clock.`);
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
