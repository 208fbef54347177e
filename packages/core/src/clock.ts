/** Time as a seam: everything that waits or stamps takes one, so that tests run on virtual time. */
export interface Clock {
  /** Epoch milliseconds. */
  now(): number;
  /** Milliseconds that only grow; for durations. */
  monotonic(): number;
  /** Calls `onTime` once after `delayMs`; the returned function takes it back. */
  setTimer(delayMs: number, onTime: () => void): () => void;
}

/** Longest delay that a Node timer takes, in milliseconds: 2^31 − 1, about 25 days. */
const MAX_TIMER_MS = 2_147_483_647;

export const systemClock: Clock = Object.freeze({
  now: () => Date.now(),
  monotonic: () => performance.now(),
  setTimer(delayMs: number, onTime: () => void) {
    let timer: NodeJS.Timeout;
    // A longer wait is one timer after the other.
    const wait = (leftMs: number) => {
      const next = leftMs > MAX_TIMER_MS ? () => wait(leftMs - MAX_TIMER_MS) : onTime;
      timer = setTimeout(next, Math.min(leftMs, MAX_TIMER_MS));
    };
    wait(delayMs);
    return () => clearTimeout(timer);
  },
});
