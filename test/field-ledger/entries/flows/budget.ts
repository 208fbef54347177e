import type { Budget } from "@pergola/flow-runtime";
import { z } from "zod";
import { entry, type LedgerEntry } from "../../ledger.ts";

export const budgetSchema = z.strictObject({
  hops: z.number(),
  tokens: z.number(),
  onExhausted: z.enum(["error", "answer"]),
} satisfies Record<keyof Budget, z.ZodType>);

/** Entries of a budget, wherever one is given. @param spin a loop without end that counts tokens */
export function budgetEntries(
  prefix: string,
  spin: (budget: Budget) => Promise<unknown>,
): readonly LedgerEntry[] {
  return [
    entry(`${prefix}hops`, [2, 4], (hops) => spin({ hops })),
    entry(`${prefix}tokens`, [10, 25], (tokens) => spin({ tokens })),
    entry(`${prefix}onExhausted`, ["error", "answer"] as const, (onExhausted) =>
      spin({ hops: 3, onExhausted }),
    ),
  ];
}
