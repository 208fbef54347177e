import type { SessionScope } from "@pergola/core";
import type { StoredMessage, Transcript, Turn } from "@pergola/resources";
import type { Row } from "../file/connection.ts";
import { bindSession } from "./bind-scope.ts";
import type { ReaderPool } from "./reader-pool.ts";
import { readMessage, readText, readUsage } from "./stored-json.ts";
import { runOutcome, turnStatus } from "./turn-status.ts";

const READ_TRANSCRIPT = `
  SELECT turn.position, to_json(turn.run_id) AS run_id, turn.status, turn.outcome, turn.usage, turn.started_at, turn.finished_at, message.body
  FROM pergola.turn AS turn
  LEFT JOIN pergola.message AS message ON message.turn_position = turn.position
  WHERE turn.tenant_id = $1 AND turn.agent_id = $2 AND turn.user_id = $3 AND turn.session_id = $4
  ORDER BY turn.position, message.position`;

export async function readTranscript(
  readers: ReaderPool,
  scope: SessionScope,
): Promise<Transcript | undefined> {
  const rows = await readers.rows(READ_TRANSCRIPT, bindSession(scope));
  if (rows.length === 0) return undefined;
  const turns = Map.groupBy(rows, (row) => row.position);
  return { sessionId: scope.sessionId, turns: [...turns.values()].map(turnOf) };
}

/** A turn from its rows, one for each message. */
function turnOf(rows: readonly Row[]): Turn {
  const [{ run_id, status, outcome, usage, started_at, finished_at } = {}] = rows;
  const messages: StoredMessage[] = rows
    .filter((row) => row.body !== null)
    .map((row) => readMessage(row.body));
  return {
    runId: readText(run_id, "turn.run_id"),
    status: turnStatus(status),
    ...(outcome !== null && { outcome: runOutcome(outcome) }),
    ...(usage !== null && { usage: readUsage(usage) }),
    startedAt: Number(started_at),
    ...(finished_at !== null && { finishedAt: Number(finished_at) }),
    messages,
  };
}
