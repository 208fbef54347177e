import type { Clock } from "@pergola/core";
import { checkCount } from "../check-count.ts";
import { drive } from "./drive.ts";
import { createSeededRandom } from "./seeded-random.ts";
import { TestClock } from "./test-clock.ts";
import { TimeInUse, timeInUse } from "./time-in-use.ts";

export interface VirtualTimeOptions {
  /** Epoch milliseconds at the start. Default 0. */
  readonly startAt?: number;
  /** What the random numbers follow from. Default 1. */
  readonly seed?: number;
}

/** What makes a flow deterministic: `createFlow({ ...seams, edges })`. */
export interface TestSeams {
  /** Stands still until it is moved. */
  readonly clock: Clock;
  /** `trace-1`, `trace-2`, … */
  readonly createId: () => string;
  /** Numbers from 0 to 1; the same in each run. */
  readonly random: () => number;
}

export interface SettleOptions {
  readonly signal?: AbortSignal;
  /** Longest wait in real time, in milliseconds. Default 5 000. */
  readonly patienceMs?: number;
}

/** Time that a test moves. */
export interface VirtualTime {
  readonly seams: TestSeams;
  /** Epoch milliseconds. */
  readonly now: number;
  /** Timers that wait. */
  readonly pendingTimers: number;
  /** Epoch milliseconds of the next timer. */
  readonly nextTimerAt: number | undefined;
  /** Moves time on, in milliseconds; timers that come due fire in order, and what they set free runs in between. */
  advance(byMs: number): Promise<void>;
  /**
   * Moves time from timer to timer until the work is over, and gives what it gives.
   *
   * @throws NEVER_SETTLED, what the work throws, and the signal's reason
   */
  settle<Result>(work: Promise<Result>, options?: SettleOptions): Promise<Result>;
}

/** Longest wait for work, in real milliseconds. */
export const DEFAULT_PATIENCE_MS = 5_000;

/** Makes time that stands still until the test moves it, with ids and random numbers that are the same in each run. */
export function createVirtualTime({ startAt = 0, seed = 1 }: VirtualTimeOptions = {}): VirtualTime {
  const clock = new TestClock(startAt);
  let ids = 0;
  const seams: TestSeams = Object.freeze({
    clock,
    createId: () => `trace-${++ids}`,
    random: createSeededRandom(seed),
  });
  return {
    seams,
    get now() {
      return clock.now();
    },
    get pendingTimers() {
      return clock.pendingTimers;
    },
    get nextTimerAt() {
      return clock.nextTimerAt;
    },
    advance: (byMs) => clock.advance(byMs),
    settle: (work, options) => settleOn(clock, work, options),
  };
}

/** The seams of a virtual time that nobody else moves: for `runOne`, which finds and moves it. */
export function testSeams(options?: VirtualTimeOptions): TestSeams {
  return createVirtualTime(options).seams;
}

async function settleOn<Result>(
  clock: TestClock,
  work: Promise<Result>,
  { patienceMs = DEFAULT_PATIENCE_MS, signal }: SettleOptions = {},
): Promise<Result> {
  checkCount("patienceMs", patienceMs);
  const time = new TimeInUse();
  time.add(clock);
  try {
    return await timeInUse.run(time, () => drive(work, time, { patienceMs, signal }));
  } finally {
    time.release();
  }
}
