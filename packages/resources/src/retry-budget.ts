import type { RetryBudget } from "@pergola/core";
import { requireNumbers } from "./require-numbers.ts";

/** @param retries how many retries a run may make in all. @throws PROVIDER_CONFIG_INVALID */
export function createRetryBudget(retries: number): RetryBudget {
  requireNumbers("retry budget", { retries: [retries, "countFrom0"] });
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
