import { createVirtualClock } from "@pergola/core/testing";

/** A virtual clock that tells the runtime's timers from those of the nodes and of the callers. */
export interface ModelClock {
  readonly clock: ReturnType<typeof createVirtualClock>;
  /** Waits in virtual time; rejects with the signal's reason when that fires. Infinity: only the signal ends it. */
  readonly wait: (ms: number, signal?: AbortSignal) => Promise<void>;
  readonly at: (ms: number, onTime: () => void) => void;
  /** Timers that the runtime has set and not taken back. */
  readonly runtimeTimers: () => number;
}

export function createModelClock(): ModelClock {
  const clock = createVirtualClock(1_000_000);
  let own = 0;
  const at = (ms: number, onTime: () => void) => {
    own++;
    const cancel = clock.setTimer(ms, () => {
      own--;
      onTime();
    });
    return () => {
      own--;
      cancel();
    };
  };
  const wait = (ms: number, signal?: AbortSignal) =>
    new Promise<void>((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason);
      const onTime = () => {
        leave();
        resolve();
      };
      const cancel = ms === Number.POSITIVE_INFINITY ? () => {} : at(ms, onTime);
      const onAbort = () => {
        cancel();
        leave();
        reject(signal?.reason);
      };
      const leave = () => signal?.removeEventListener("abort", onAbort);
      signal?.addEventListener("abort", onAbort, { once: true });
    });
  return {
    clock,
    wait,
    at: (ms, onTime) => void at(ms, onTime),
    runtimeTimers: () => clock.pendingTimers - own,
  };
}
