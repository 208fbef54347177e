import type { Clock } from "../clock.ts";

/** A clock that stands still until it is told to move. */
export interface VirtualClock extends Clock {
  /** Moves time, firing due timers in order of time, then of creation; lets promises settle between them. */
  advance(byMs: number): Promise<void>;
  /** Timers that wait. */
  readonly pendingTimers: number;
}

interface Timer {
  readonly id: number;
  readonly dueAt: number;
  readonly onTime: () => void;
}

/** @param startAt epoch milliseconds at the start; default 0. */
export function createVirtualClock(startAt = 0): VirtualClock {
  let now = startAt;
  let nextId = 0;
  const timers = new Map<number, Timer>();

  const nextDue = (until: number): Timer | undefined => {
    let first: Timer | undefined;
    for (const timer of timers.values()) {
      if (timer.dueAt <= until && (first === undefined || timer.dueAt < first.dueAt)) first = timer;
    }
    return first;
  };

  return {
    now: () => now,
    monotonic: () => now - startAt,
    setTimer(delayMs, onTime) {
      const id = nextId++;
      timers.set(id, { id, dueAt: now + Math.max(0, delayMs), onTime });
      return () => void timers.delete(id);
    },
    async advance(byMs) {
      const until = now + byMs;
      await settlePromises();
      for (let timer = nextDue(until); timer !== undefined; timer = nextDue(until)) {
        timers.delete(timer.id);
        now = timer.dueAt;
        timer.onTime();
        await settlePromises();
      }
      now = until;
    },
    get pendingTimers() {
      return timers.size;
    },
  };
}

/** Lets everything that is ready run: a macrotask, after all microtasks. */
const settlePromises = () => new Promise<void>((resolve) => setImmediate(resolve));
