import type { PergolaError } from "@pergola/core";
import { resourceErrors } from "../errors.ts";
import { invalidProviderConfig } from "../invalid-provider-config.ts";

export interface PoolLimits {
  readonly poolSize: number;
  readonly acquireTimeoutMs: number;
  readonly maxWaiters: number;
}

/** @throws PROVIDER_CONFIG_INVALID when a limit makes no sense */
export function checkPoolLimits(name: string, { poolSize, acquireTimeoutMs, maxWaiters }: PoolLimits): void {
  const rules = [
    ["poolSize", poolSize, Number.isInteger(poolSize) && poolSize >= 1, "an integer from 1"],
    [
      "acquireTimeoutMs",
      acquireTimeoutMs,
      Number.isFinite(acquireTimeoutMs) && acquireTimeoutMs > 0,
      "milliseconds above 0",
    ],
    ["maxWaiters", maxWaiters, Number.isInteger(maxWaiters) && maxWaiters >= 0, "an integer from 0"],
  ] as const;
  const problems = rules
    .filter(([, , isFine]) => !isFine)
    .map(([key, value, , words]) => ({
      path: [key],
      message: `Got ${String(value)}; expected ${words}.`,
      hint: `Set it to ${words}, or leave it out.`,
    }));
  if (problems.length > 0) throw invalidProviderConfig(name, problems);
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
