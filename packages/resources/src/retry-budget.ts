import type { RetryBudget } from "@pergola/core";

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
