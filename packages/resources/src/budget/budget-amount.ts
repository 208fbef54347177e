/** Tokens, and money in billionths of a US dollar. Whole numbers, so that sums are exact. */
export interface BudgetAmount {
  readonly tokens: number;
  readonly nanoUsd: number;
}

/** What is counted, by the name that limits and errors have for it. */
export type BudgetUnit = keyof BudgetAmount;

export const NO_AMOUNT: BudgetAmount = Object.freeze({ tokens: 0, nanoUsd: 0 });

/** Billionths in a US dollar. */
export const NANO_USD = 1_000_000_000;

export function addAmounts(a: BudgetAmount, b: BudgetAmount): BudgetAmount {
  return { tokens: a.tokens + b.tokens, nanoUsd: a.nanoUsd + b.nanoUsd };
}

export function subtractAmounts(a: BudgetAmount, b: BudgetAmount): BudgetAmount {
  return { tokens: a.tokens - b.tokens, nanoUsd: a.nanoUsd - b.nanoUsd };
}

/** `base` and `count` times `unit`. */
export function amountOf(base: BudgetAmount, unit: BudgetAmount, count: number): BudgetAmount {
  return { tokens: base.tokens + count * unit.tokens, nanoUsd: base.nanoUsd + count * unit.nanoUsd };
}
