/** Time as a seam: everything that waits or stamps takes one, so that tests run on virtual time. */
export interface Clock {
  /** Epoch milliseconds. */
  now(): number;
  /** Milliseconds that only grow; for durations. */
  monotonic(): number;
  /** Calls `onTime` once after `delayMs`; the returned function takes it back. */
  setTimer(delayMs: number, onTime: () => void): () => void;
}

/** Longest delay that a Node timer takes, in milliseconds (2^31 − 1, about 25 days); a longer one fires then. */
const MAX_TIMER_MS = 2_147_483_647;

export const systemClock: Clock = Object.freeze({
  now: () => Date.now(),
  monotonic: () => performance.now(),
  setTimer(delayMs: number, onTime: () => void) {
    const timer = setTimeout(onTime, Math.min(delayMs, MAX_TIMER_MS));
    return () => clearTimeout(timer);
  },
});
