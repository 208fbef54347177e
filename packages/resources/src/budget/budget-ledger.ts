import type { Closable, Scope } from "@pergola/core";
import type { BudgetAmount, BudgetUnit } from "./budget-amount.ts";

/** Whose spending is counted, and over which time. */
export interface BudgetAccount {
  /** With a session: that conversation. Without: the user. */
  readonly scope: Scope;
  /** `total`, a day (`2026-11-21`) or a month (`2026-11`), each of its own count. */
  readonly period: string;
}

export interface CappedAccount {
  readonly account: BudgetAccount;
  /** Most that may be spent and reserved together; what is left out has no limit. */
  readonly limit: Partial<BudgetAmount>;
}

/** A reservation that somebody wants: `base` in any case, and as many times `unit` as there is room for. */
export interface WantedReservation {
  /** All of them must have room. */
  readonly accounts: readonly CappedAccount[];
  readonly base: BudgetAmount;
  readonly unit: BudgetAmount;
  /** Fewest units that are of any use; at least 0. */
  readonly minUnits: number;
  readonly maxUnits: number;
}

/** Why there is no room: in which account, and how it stands there. */
export interface BudgetShortfall {
  /** Index in `accounts`. */
  readonly index: number;
  readonly unit: BudgetUnit;
  readonly spent: number;
  readonly reserved: number;
  readonly limit: number;
  /** The least that was asked for. */
  readonly needed: number;
}

export type ReservationAnswer =
  | { readonly id: string; readonly units: number; readonly shortfall?: undefined }
  | { readonly shortfall: BudgetShortfall };

/** How an account stands. */
export interface BudgetBalance {
  readonly spent: BudgetAmount;
  readonly reserved: BudgetAmount;
}

/**
 * Counts what is spent and what is reserved. Many calls reserve at the same time and never get more together than the
 * limits allow. Proven by `budgetLedgerContract` of `@pergola/resources/testing`.
 */
export interface BudgetLedger extends Closable {
  /**
   * Takes from all accounts or from none, at once. Resolves when it would survive whatever the ledger survives.
   *
   * @throws BUDGET_LEDGER_FULL
   */
  reserve(wanted: WantedReservation): Promise<ReservationAnswer>;
  /** Puts `spent` in the place of a reservation. An id that is unknown or settled already changes nothing. */
  settle(id: string, spent: BudgetAmount): Promise<void>;
  balance(account: BudgetAccount): Promise<BudgetBalance>;
}
