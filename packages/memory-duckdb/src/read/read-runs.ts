import type { Scope } from "@pergola/core";
import { pageSize, type RunPage, type RunPageOptions, runCursor, type StoredRun } from "@pergola/resources";
import type { Row } from "../file/connection.ts";
import { bindOwner } from "./bind-scope.ts";
import { millisOf } from "./millis-of.ts";
import type { ReaderPool } from "./reader-pool.ts";
import { readText, readUsage } from "./stored-json.ts";
import { runOutcome, turnStatus } from "./turn-status.ts";

const READ_RUNS = `
  SELECT position, to_json(session_id) AS session_id, to_json(run_id) AS run_id, to_json(title) AS title,
    status, outcome, usage, started_at, finished_at
  FROM pergola.turn
  WHERE tenant_id = $1 AND agent_id = $2 AND user_id = $3
    AND position < $4 AND started_at >= $5 AND started_at < $6
    AND ($7 IS NULL OR session_id = $7) AND ($8 IS NULL OR run_id = $8)
    AND ($9 IS NULL OR status = $9) AND ($10 IS NULL OR outcome = $10)
  ORDER BY position DESC
  LIMIT $11`;

/** The runs of a user in all sessions, the last admitted one first. */
export async function readRuns(readers: ReaderPool, scope: Scope, options: RunPageOptions): Promise<RunPage> {
  const size = pageSize(options.limit);
  const before = options.cursor === undefined ? Number.MAX_SAFE_INTEGER : runCursor.decode(options.cursor);
  const { from = 0, to = Number.MAX_SAFE_INTEGER, sessionId, runId, status, outcome } = options;
  const rows = await readers.rows(READ_RUNS, (statement) => {
    bindOwner(scope)(statement);
    for (const [index, number] of [before, from, to].entries())
      statement.bindBigInt(index + 4, millisOf(number));
    for (const [index, text] of [sessionId, runId, status, outcome].entries())
      if (text === undefined) statement.bindNull(index + 7);
      else statement.bindVarchar(index + 7, text);
    statement.bindInteger(11, size + 1);
  });
  const page = rows.slice(0, size);
  const last = rows.length > size ? page.at(-1) : undefined;
  const runs = page.map(runOf);
  return last === undefined ? { runs } : { runs, nextCursor: runCursor.encode(Number(last.position)) };
}

function runOf({ status, outcome, usage, started_at, finished_at, ...texts }: Row): StoredRun {
  return {
    sessionId: readText(texts.session_id, "turn.session_id"),
    runId: readText(texts.run_id, "turn.run_id"),
    title: readText(texts.title, "turn.title"),
    status: turnStatus(status),
    ...(outcome !== null && { outcome: runOutcome(outcome) }),
    ...(usage !== null && { usage: readUsage(usage) }),
    startedAt: Number(started_at),
    ...(finished_at !== null && { finishedAt: Number(finished_at) }),
  };
}
