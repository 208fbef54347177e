/** The retries that a whole run may spend, whoever spends them: never (n+1)² calls. */
export interface RetryBudget {
  readonly remaining: number;
  /** Takes one retry; false when none is left. */
  take(): boolean;
}

/** @param retries how many retries a run may make in all. */
export function createRetryBudget(retries: number): RetryBudget {
  let remaining = retries;
  return {
    get remaining() {
      return remaining;
    },
    take() {
      if (remaining <= 0) return false;
      remaining -= 1;
      return true;
    },
  };
}
