import type { BudgetAccount, BudgetAmount, BudgetBalance } from "@pergola/resources";
import type { Bind, Row } from "../file/connection.ts";
import { dataInvalid } from "../read/data-invalid.ts";
import { bindColumns, integers } from "../write/columns.ts";
import { accountColumns } from "./account-columns.ts";

const READ_BALANCES = `
  WITH wanted AS (SELECT unnest($1) AS tenant_id, unnest($2) AS agent_id, unnest($3) AS user_id,
    unnest($4) AS session_id, unnest($5) AS period, unnest($6) AS ordinal),
  reserved AS (SELECT wanted.ordinal, sum(each.tokens) AS tokens, sum(each.nano_usd) AS nano_usd
    FROM wanted JOIN pergola.budget_reservation AS each USING (tenant_id, agent_id, user_id, session_id, period)
    GROUP BY wanted.ordinal)
  SELECT wanted.ordinal AS ordinal,
    coalesce(account.tokens, 0) AS spent_tokens, coalesce(account.nano_usd, 0) AS spent_nano_usd,
    coalesce(reserved.tokens, 0) AS reserved_tokens, coalesce(reserved.nano_usd, 0) AS reserved_nano_usd
  FROM wanted
  LEFT JOIN pergola.budget_account AS account USING (tenant_id, agent_id, user_id, session_id, period)
  LEFT JOIN reserved ON reserved.ordinal = wanted.ordinal`;

/** What reads rows: the writer's own connection, or one of the readers. */
export interface RowReader {
  rows(sql: string, bind: Bind): Promise<Row[]>;
}

/** How accounts stand, in their order; each of them only once. @throws DUCKDB_DATA_INVALID */
export async function readBalances(
  reader: RowReader,
  accounts: readonly BudgetAccount[],
): Promise<BudgetBalance[]> {
  if (accounts.length === 0) return [];
  const columns = [...accountColumns(accounts), integers(accounts.map((_, index) => index))];
  const rows = await reader.rows(READ_BALANCES, bindColumns(columns));
  const byOrdinal = new Map(rows.map((row) => [Number(row.ordinal), row]));
  return accounts.map((_, index) => {
    const row = byOrdinal.get(index) ?? {};
    return { spent: amountOf(row, "spent"), reserved: amountOf(row, "reserved") };
  });
}

function amountOf(row: Row, part: "spent" | "reserved"): BudgetAmount {
  const tokens = Number(row[`${part}_tokens`]);
  const nanoUsd = Number(row[`${part}_nano_usd`]);
  if (!Number.isSafeInteger(tokens) || !Number.isSafeInteger(nanoUsd))
    throw dataInvalid("budget_account.tokens");
  return { tokens, nanoUsd };
}
