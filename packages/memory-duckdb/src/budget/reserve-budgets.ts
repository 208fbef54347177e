import {
  type BudgetAccount,
  type BudgetAmount,
  type BudgetBalance,
  grantUnits,
  type ReservationAnswer,
} from "@pergola/resources";
import type { Connection } from "../file/connection.ts";
import { bigints, bindColumns, texts } from "../write/columns.ts";
import { accountColumns, accountKey } from "./account-columns.ts";
import type { BudgetReserve } from "./budget-write.ts";
import { readBalances } from "./read-balances.ts";

const INSERT_RESERVATIONS = `
  INSERT INTO pergola.budget_reservation (tenant_id, agent_id, user_id, session_id, period,
    id, tokens, nano_usd, reserved_at)
  SELECT unnest($1), unnest($2), unnest($3), unnest($4), unnest($5), unnest($6), unnest($7), unnest($8), unnest($9)`;

interface ReservationRow {
  readonly account: BudgetAccount;
  readonly id: string;
  readonly amount: BudgetAmount;
  readonly at: number;
}

/** Answers each in its order, as if the others had not come at the same time. */
export async function reserveBudgets(
  connection: Connection,
  writes: readonly BudgetReserve[],
): Promise<readonly ReservationAnswer[]> {
  if (writes.length === 0) return [];
  const all = writes.flatMap(({ wanted }) => wanted.accounts.map(({ account }) => account));
  const accounts = new Map(all.map((account) => [accountKey(account), account]));
  const balances = await readBalances(connection, [...accounts.values()]);
  const stands = new Map([...accounts.keys()].map((key, index) => [key, balances[index] as BudgetBalance]));
  const rows: ReservationRow[] = [];
  const answers = writes.map((write) => grant(write, stands, rows));
  await insertRows(connection, rows);
  return answers;
}

function grant(
  { id, at, wanted }: BudgetReserve,
  stands: Map<string, BudgetBalance>,
  rows: ReservationRow[],
): ReservationAnswer {
  const keys = wanted.accounts.map(({ account }) => accountKey(account));
  const granted = grantUnits(
    wanted,
    keys.map((key) => stands.get(key) as BudgetBalance),
  );
  if (granted.shortfall !== undefined) return granted;
  const { base, unit } = wanted;
  const amount = {
    tokens: base.tokens + granted.units * unit.tokens,
    nanoUsd: base.nanoUsd + granted.units * unit.nanoUsd,
  };
  for (const [index, key] of keys.entries()) {
    if (keys.indexOf(key) < index) continue;
    const { spent, reserved } = stands.get(key) as BudgetBalance;
    const tokens = reserved.tokens + amount.tokens;
    stands.set(key, { spent, reserved: { tokens, nanoUsd: reserved.nanoUsd + amount.nanoUsd } });
    const { account } = wanted.accounts[index] as (typeof wanted.accounts)[number];
    rows.push({ account, id, amount, at });
  }
  return { id, units: granted.units };
}

async function insertRows(connection: Connection, rows: readonly ReservationRow[]): Promise<void> {
  if (rows.length === 0) return;
  const columns = [
    ...accountColumns(rows.map(({ account }) => account)),
    texts(rows.map(({ id }) => id)),
    bigints(rows.map(({ amount }) => amount.tokens)),
    bigints(rows.map(({ amount }) => amount.nanoUsd)),
    bigints(rows.map(({ at }) => at)),
  ];
  await connection.rows(INSERT_RESERVATIONS, bindColumns(columns));
}
