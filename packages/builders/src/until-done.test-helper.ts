import type { VirtualClock } from "@pergola/core/testing";

export interface ClockPace {
  /** Default 10. */
  readonly stepMs?: number;
  /** The clock moves no further than this; what is still to be done then must need no timer. Default 100 s. */
  readonly withinMs?: number;
}

/** Lets the clock run in small steps until `work` has ended. */
export async function untilDone<T>(
  work: Promise<T>,
  clock: VirtualClock,
  { stepMs = 10, withinMs = 100_000 }: ClockPace = {},
): Promise<T> {
  let isDone = false;
  const done = () => {
    isDone = true;
  };
  work.then(done, done);
  for (let passedMs = 0; !isDone && passedMs < withinMs; passedMs += stepMs) await clock.advance(stepMs);
  for (let turn = 0; !isDone && turn < 1_000; turn++) await clock.advance(0);
  return work;
}
