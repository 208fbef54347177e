import type { RetryPolicy } from "@pergola/core";
import { entry, type LedgerEntry } from "../ledger.ts";

/** How often something that always fails was tried, and the waits between. */
export interface Tries {
  readonly tries: number;
  readonly waitsMs: readonly number[];
}

/** Entries of a retry policy, wherever one is given. @param prefix for example `retry.` */
export function retryEntries(
  prefix: string,
  observe: (policy: RetryPolicy) => Promise<Tries>,
): readonly LedgerEntry[] {
  const fixed: RetryPolicy = { maxRetries: 2, backoffBaseMs: 100, jitter: false };
  const change = <Key extends keyof RetryPolicy>(
    key: Key,
    values: readonly [RetryPolicy[Key], RetryPolicy[Key]],
    rest: RetryPolicy = {},
  ) => entry(`${prefix}${key}`, values, (value) => observe({ ...fixed, ...rest, [key]: value }));
  return [
    change("maxRetries", [1, 3]),
    change("backoffBaseMs", [100, 200]),
    change("backoffFactor", [1, 3]),
    change("maxBackoffMs", [150, 400], { backoffFactor: 10 }),
    change("retryIf", [() => false, () => true]),
    entry(`${prefix}jitter`, [false, true], async (jitter) => {
      const { waitsMs } = await observe({ ...fixed, backoffFactor: 1, jitter });
      return waitsMs.every((wait) => wait === 100);
    }),
  ];
}
