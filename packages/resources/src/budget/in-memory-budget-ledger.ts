import { resourceErrors } from "../errors.ts";
import { requireNumbers } from "../require-numbers.ts";
import { addAmounts, amountOf, type BudgetAmount, NO_AMOUNT, subtractAmounts } from "./budget-amount.ts";
import type {
  BudgetAccount,
  BudgetBalance,
  BudgetLedger,
  ReservationAnswer,
  WantedReservation,
} from "./budget-ledger.ts";
import { grantUnits } from "./grant-units.ts";

export interface InMemoryBudgetLedgerOptions {
  /** Most accounts that are kept; those of days and months gone by make room. Default 100 000. */
  readonly maxAccounts?: number;
}

/** A ledger that forgets with its process. What it does, it does at once. @throws PROVIDER_CONFIG_INVALID */
export function createInMemoryBudgetLedger(options: InMemoryBudgetLedgerOptions = {}): BudgetLedger {
  const { maxAccounts = 100_000 } = options;
  requireNumbers("in-memory budget ledger", { maxAccounts: [maxAccounts, "countFrom1"] });
  return new InMemoryBudgetLedger(maxAccounts);
}

interface Entry {
  readonly period: string;
  balance: BudgetBalance;
}

interface Reserved {
  readonly entries: readonly Entry[];
  readonly amount: BudgetAmount;
}

const EMPTY: BudgetBalance = Object.freeze({ spent: NO_AMOUNT, reserved: NO_AMOUNT });

class InMemoryBudgetLedger implements BudgetLedger {
  readonly #maxAccounts: number;
  readonly #entries = new Map<string, Entry>();
  readonly #reserved = new Map<string, Reserved>();
  #lastId = 0;
  #isClosed = false;

  constructor(maxAccounts: number) {
    this.#maxAccounts = maxAccounts;
  }

  async reserve(wanted: WantedReservation): Promise<ReservationAnswer> {
    this.#assertOpen();
    const entries = wanted.accounts.map(({ account }) => this.#entry(account));
    const granted = grantUnits(
      wanted,
      entries.map(({ balance }) => balance),
    );
    if (granted.shortfall !== undefined) return granted;
    const id = String(++this.#lastId);
    const amount = amountOf(wanted.base, wanted.unit, granted.units);
    // An account that is named twice is taken from once.
    const reserved = { entries: [...new Set(entries)], amount };
    this.#reserved.set(id, reserved);
    for (const entry of reserved.entries) this.#change(entry, NO_AMOUNT, amount);
    return { id, units: granted.units };
  }

  async settle(id: string, spent: BudgetAmount): Promise<void> {
    const reserved = this.#reserved.get(id);
    if (reserved === undefined) return;
    this.#reserved.delete(id);
    const released = subtractAmounts(NO_AMOUNT, reserved.amount);
    for (const entry of reserved.entries) this.#change(entry, spent, released);
  }

  async balance(account: BudgetAccount): Promise<BudgetBalance> {
    this.#assertOpen();
    return this.#entries.get(keyOf(account))?.balance ?? EMPTY;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  #change(entry: Entry, spent: BudgetAmount, reserved: BudgetAmount): void {
    const { balance } = entry;
    entry.balance = {
      spent: addAmounts(balance.spent, spent),
      reserved: addAmounts(balance.reserved, reserved),
    };
  }

  #entry(account: BudgetAccount): Entry {
    const key = keyOf(account);
    const known = this.#entries.get(key);
    if (known !== undefined) return known;
    if (this.#entries.size >= this.#maxAccounts) this.#makeRoom(account.period);
    const made = { period: account.period, balance: EMPTY };
    this.#entries.set(key, made);
    return made;
  }

  /** Periods of one kind are as long as each other, and sort by time. */
  #makeRoom(now: string): void {
    for (const [key, { period, balance }] of this.#entries) {
      const isPast = period.length === now.length && period < now;
      if (isPast && balance.reserved.tokens === 0 && balance.reserved.nanoUsd === 0)
        this.#entries.delete(key);
    }
    if (this.#entries.size >= this.#maxAccounts) throw ledgerFull(this.#maxAccounts);
  }

  #assertOpen(): void {
    if (this.#isClosed) throw ledgerClosed();
  }
}

function keyOf({ scope: { tenantId, agentId, userId, sessionId }, period }: BudgetAccount): string {
  return JSON.stringify([tenantId, agentId, userId, sessionId ?? null, period]);
}

function ledgerFull(maxAccounts: number) {
  return resourceErrors.create("BUDGET_LEDGER_FULL", {
    message: `The in-memory budget ledger counts for ${maxAccounts} accounts already, which is the most.`,
    hint: "Count in a durable ledger (a memory of @pergola/memory-duckdb has one), or raise maxAccounts.",
    details: { maxAccounts },
  });
}

function ledgerClosed() {
  return resourceErrors.create("STORE_CLOSED", {
    message: "The budget ledger is closed.",
    hint: "Keep it open for as long as an agent counts with it.",
  });
}
