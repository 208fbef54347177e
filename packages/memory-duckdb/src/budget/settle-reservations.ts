import type { Connection } from "../file/connection.ts";
import { bigints, bindColumns, texts } from "../write/columns.ts";
import type { BudgetSettle } from "./budget-write.ts";

/** Every account that the reservations took from, once, with what was spent of them together. */
const spend = (reservations: string) => `
  INSERT INTO pergola.budget_account (tenant_id, agent_id, user_id, session_id, period, tokens, nano_usd, written_at)
  SELECT tenant_id, agent_id, user_id, session_id, period, sum(spent.tokens), sum(spent.nano_usd), max(spent.at)
  FROM (${reservations}) AS spent
  GROUP BY tenant_id, agent_id, user_id, session_id, period
  ON CONFLICT (tenant_id, agent_id, user_id, session_id, period) DO UPDATE SET
    tokens = tokens + excluded.tokens, nano_usd = nano_usd + excluded.nano_usd, written_at = excluded.written_at`;

const SPEND_SETTLED = spend(`
  SELECT each.tenant_id, each.agent_id, each.user_id, each.session_id, each.period, new.tokens, new.nano_usd, new.at
  FROM pergola.budget_reservation AS each
  JOIN (SELECT unnest($1) AS id, unnest($2) AS tokens, unnest($3) AS nano_usd, unnest($4) AS at) AS new
    ON each.id = new.id`);

const DELETE_SETTLED = `
  DELETE FROM pergola.budget_reservation WHERE id IN (SELECT unnest($1)) RETURNING id`;

const SPEND_ALL = spend(`
  SELECT tenant_id, agent_id, user_id, session_id, period, tokens, nano_usd, reserved_at AS at
  FROM pergola.budget_reservation`);

/** Puts what was spent in the place of reservations; the first settling of an id counts. Gives the ids that were there. */
export async function settleReservations(
  connection: Connection,
  settles: readonly BudgetSettle[],
): Promise<ReadonlySet<string>> {
  if (settles.length === 0) return new Set();
  const first = [...new Map(settles.toReversed().map((settle) => [settle.id, settle])).values()];
  const ids = texts(first.map(({ id }) => id));
  const columns = [
    ids,
    bigints(first.map(({ spent }) => spent.tokens)),
    bigints(first.map(({ spent }) => spent.nanoUsd)),
    bigints(first.map(({ at }) => at)),
  ];
  await connection.rows(SPEND_SETTLED, bindColumns(columns));
  const deleted = await connection.rows(DELETE_SETTLED, bindColumns([ids]));
  return new Set(deleted.map(({ id }) => String(id)));
}

/** How long the count of a day or a month is kept, in milliseconds. */
const KEPT_MS = 62 * 86_400_000;

const FORGET = "DELETE FROM pergola.budget_account WHERE period <> 'total' AND written_at < $1";

/**
 * Counts reservations of earlier openings at their worst case: their process is gone, and nobody knows what its vendor has
 * billed. Forgets days and months long gone by.
 */
export async function recoverReservations(connection: Connection, now: number): Promise<void> {
  await connection.execute("BEGIN");
  try {
    await connection.execute(SPEND_ALL);
    await connection.execute("DELETE FROM pergola.budget_reservation");
    await connection.rows(FORGET, (statement) => statement.bindBigInt(1, BigInt(Math.floor(now - KEPT_MS))));
    await connection.execute("COMMIT");
  } catch (error) {
    await connection.execute("ROLLBACK").catch(() => {});
    throw error;
  }
}
