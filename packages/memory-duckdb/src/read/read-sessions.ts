import type { Scope } from "@pergola/core";
import { pageSize, type SessionPage, sessionCursor } from "@pergola/resources";
import type { Row } from "../file/connection.ts";
import { bindOwner } from "./bind-scope.ts";
import type { ReaderPool } from "./reader-pool.ts";
import { readText } from "./stored-json.ts";

const READ_SESSIONS = `
  SELECT to_json(session_id) AS session_id, to_json(arg_min(title, position)) AS title, count(*) AS turn_count,
    min(started_at) AS created_at, max(written_at) AS updated_at, max(revision) AS newest
  FROM pergola.turn
  WHERE tenant_id = $1 AND agent_id = $2 AND user_id = $3
  GROUP BY turn.session_id
  HAVING max(revision) < $4
  ORDER BY newest DESC
  LIMIT $5`;

export async function readSessions(
  readers: ReaderPool,
  scope: Scope,
  options: { readonly cursor?: string; readonly limit?: number },
): Promise<SessionPage> {
  const size = pageSize(options.limit);
  const before =
    options.cursor === undefined ? Number.MAX_SAFE_INTEGER : sessionCursor.decode(options.cursor);
  const rows = await readers.rows(READ_SESSIONS, (statement) => {
    bindOwner(scope)(statement);
    statement.bindBigInt(4, BigInt(before));
    statement.bindInteger(5, size + 1);
  });
  const page = rows.slice(0, size);
  const sessions = page.map(summaryOf);
  const last = rows.length > size ? page.at(-1) : undefined;
  return last === undefined
    ? { sessions }
    : { sessions, nextCursor: sessionCursor.encode(Number(last.newest)) };
}

const summaryOf = (row: Row) => ({
  sessionId: readText(row.session_id, "turn.session_id"),
  title: readText(row.title, "turn.title"),
  turnCount: Number(row.turn_count),
  createdAt: Number(row.created_at),
  updatedAt: Number(row.updated_at),
});
