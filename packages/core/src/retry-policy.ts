/** How often and how patiently something is tried again. Attempts = `maxRetries` + 1. */
export interface RetryPolicy {
  /** Tries after the first one; an integer from 0. Default 0. */
  readonly maxRetries?: number;
  /** Wait before the first retry, in milliseconds; from 0. Default 500. */
  readonly backoffBaseMs?: number;
  /** A factor from 1: retry n waits `backoffBaseMs · backoffFactor^(n−1)`. Default 2. */
  readonly backoffFactor?: number;
  /** Longest wait, in milliseconds; from 0 to 2 147 483 647, the most that a timer can hold. Default 30 000. */
  readonly maxBackoffMs?: number;
  /** Spread each wait at random between half and all of it. Default true. */
  readonly jitter?: boolean;
  /** Which errors are worth another try; it says so at once, not by a promise. Default: those that say so themselves. */
  readonly retryIf?: (error: unknown) => boolean;
}

/** The wait before retry `retry` (1 = the first), in milliseconds. */
export function backoffMs(policy: RetryPolicy, retry: number, random: () => number = Math.random): number {
  const { backoffBaseMs = 500, backoffFactor = 2, maxBackoffMs = 30_000, jitter = true } = policy;
  const grown = backoffBaseMs === 0 ? 0 : backoffBaseMs * backoffFactor ** (retry - 1);
  const delay = Math.min(maxBackoffMs, grown);
  return jitter ? delay * (0.5 + random() / 2) : delay;
}
