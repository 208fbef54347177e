import type { PergolaError } from "@pergola/core";
import { resourceErrors } from "../errors.ts";
import { requireNumbers } from "../require-numbers.ts";

export interface PoolLimits {
  readonly poolSize: number;
  readonly acquireTimeoutMs: number;
  readonly maxWaiters: number;
}

/** @throws PROVIDER_CONFIG_INVALID when a limit makes no sense */
export function checkPoolLimits(name: string, { poolSize, acquireTimeoutMs, maxWaiters }: PoolLimits): void {
  requireNumbers(name, {
    poolSize: [poolSize, "countFrom1"],
    acquireTimeoutMs: [acquireTimeoutMs, "milliseconds"],
    maxWaiters: [maxWaiters, "countFrom0"],
  });
}

export function poolTimeout(name: string, { poolSize, acquireTimeoutMs }: PoolLimits): PergolaError {
  return resourceErrors.create("POOL_TIMEOUT", {
    message: `No connection of "${name}" was free within ${acquireTimeoutMs} ms; there are at most ${poolSize}.`,
    hint: "Find out what keeps them, or raise poolSize or acquireTimeoutMs.",
    details: { name, poolSize, acquireTimeoutMs },
  });
}

export function poolQueueFull(name: string, { maxWaiters }: PoolLimits): PergolaError {
  return resourceErrors.create("POOL_QUEUE_FULL", {
    message: `${maxWaiters} wait for a connection of "${name}" already, which is the most.`,
    hint: "Do less at a time, or raise poolSize or maxWaiters.",
    details: { name, maxWaiters },
  });
}
