import { amountOf, type BudgetAmount, type BudgetUnit } from "./budget-amount.ts";
import type { BudgetBalance, BudgetShortfall, WantedReservation } from "./budget-ledger.ts";

const UNITS: readonly BudgetUnit[] = ["tokens", "nanoUsd"];

/** What a reservation gets of accounts that stand so; for ledgers, which see to it that nothing changes meanwhile. */
export function grantUnits(
  wanted: WantedReservation,
  balances: readonly BudgetBalance[],
): { readonly units: number; readonly shortfall?: undefined } | { readonly shortfall: BudgetShortfall } {
  const least = amountOf(wanted.base, wanted.unit, wanted.minUnits);
  let units = wanted.maxUnits;
  for (const [index, { limit }] of wanted.accounts.entries()) {
    const { spent, reserved } = balances[index] as BudgetBalance;
    for (const unit of UNITS) {
      const most = limit[unit];
      if (most === undefined) continue;
      const left = most - spent[unit] - reserved[unit];
      const shortfall = { index, unit, spent: spent[unit], reserved: reserved[unit], limit: most };
      if (left < least[unit]) return { shortfall: { ...shortfall, needed: least[unit] } };
      units = Math.min(units, affordable(left, wanted, unit));
    }
  }
  return { units };
}

function affordable(left: number, { base, unit }: WantedReservation, counted: keyof BudgetAmount): number {
  const each = unit[counted];
  return each === 0 ? Number.POSITIVE_INFINITY : Math.floor((left - base[counted]) / each);
}
