import { createScope, type Scope } from "@pergola/core";
import type { BudgetAmount } from "../../budget/budget-amount.ts";
import type { BudgetAccount, CappedAccount, WantedReservation } from "../../budget/budget-ledger.ts";

export const amount = (tokens: number, nanoUsd = 0): BudgetAmount => ({ tokens, nanoUsd });

/** An account of a user, or of what `over` says. */
export function accountOf(over: Partial<Scope> & { readonly period?: string } = {}): BudgetAccount {
  const { period = "total", ...scope } = over;
  return { scope: createScope({ tenantId: "t", userId: "ada", agentId: "helper", ...scope }), period };
}

export const capped = (account: BudgetAccount, limit: Partial<BudgetAmount>): CappedAccount => ({
  account,
  limit,
});

/** A reservation of `base` tokens and up to `maxUnits` more. */
export function wanted(
  accounts: readonly CappedAccount[],
  base: number,
  over: Partial<WantedReservation> = {},
): WantedReservation {
  return { accounts, base: amount(base), unit: amount(1), minUnits: 0, maxUnits: 0, ...over };
}
