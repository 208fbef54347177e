import type { BudgetAmount, WantedReservation } from "@pergola/resources";

/** Reserves, as far as there is room. `at` is epoch milliseconds. */
export interface BudgetReserve {
  readonly kind: "budget-reserve";
  readonly id: string;
  readonly at: number;
  readonly wanted: WantedReservation;
}

export interface BudgetSettle {
  readonly kind: "budget-settle";
  readonly id: string;
  readonly at: number;
  readonly spent: BudgetAmount;
}

export type BudgetWrite = BudgetReserve | BudgetSettle;
