import { randomUUID } from "node:crypto";
import { type Clock, createScope, Lifetime } from "@pergola/core";
import {
  type BudgetAccount,
  type BudgetAmount,
  type BudgetBalance,
  type BudgetLedger,
  type ReservationAnswer,
  resourceErrors,
  type WantedReservation,
} from "@pergola/resources";
import type { DatabaseFile } from "../file/database-file.ts";
import { readBalances } from "./read-balances.ts";

export interface DuckDbBudgetLedgerParts {
  readonly file: DatabaseFile;
  readonly clock: Clock;
  /** Called once when it is closed and idle. */
  readonly onClose?: () => Promise<void>;
}

/** A budget ledger in a DuckDB file. What is reserved is on disk before it is granted. */
export class DuckDbBudgetLedger implements BudgetLedger {
  readonly #parts: DuckDbBudgetLedgerParts;
  readonly #lifetime = new Lifetime(ledgerClosed);

  constructor(parts: DuckDbBudgetLedgerParts) {
    this.#parts = parts;
  }

  /** @throws DUCKDB_QUEUE_FULL, DUCKDB_WRITE_FAILED, STORE_CLOSED, INVALID_SCOPE */
  async reserve(wanted: WantedReservation): Promise<ReservationAnswer> {
    const { file, clock } = this.#parts;
    for (const { account } of wanted.accounts) createScope(account.scope);
    return this.#lifetime.run(() => file.writer.reserve({ id: randomUUID(), at: clock.now(), wanted }));
  }

  /** @throws DUCKDB_QUEUE_FULL, DUCKDB_WRITE_FAILED: the reservation then stays; STORE_CLOSED */
  async settle(id: string, spent: BudgetAmount): Promise<void> {
    const { file, clock } = this.#parts;
    const write = { kind: "budget-settle", id, at: clock.now(), spent } as const;
    await this.#lifetime.run(() => file.writer.submit(write));
  }

  /** @throws DUCKDB_QUEUE_FULL, DUCKDB_READ_FAILED, DUCKDB_DATA_INVALID, STORE_CLOSED */
  async balance(account: BudgetAccount): Promise<BudgetBalance> {
    createScope(account.scope);
    const [balance] = await this.#lifetime.run(() => readBalances(this.#parts.file.readers, [account]));
    return balance as BudgetBalance;
  }

  close(): Promise<void> {
    return this.#lifetime.close(this.#parts.onClose);
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}

function ledgerClosed() {
  return resourceErrors.create("STORE_CLOSED", {
    message: "The budget ledger is closed.",
    hint: "Keep the store that it belongs to open for as long as an agent counts with it.",
  });
}
