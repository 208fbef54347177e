import type { RunEvent, SessionScope } from "@pergola/core";
import { mergeRunLog } from "@pergola/resources";
import { bindTurn } from "./bind-scope.ts";
import type { ReaderPool } from "./reader-pool.ts";
import { readRunLog } from "./stored-json.ts";

const READ_EVENTS = `
  SELECT log.events
  FROM pergola.turn AS turn
  LEFT JOIN pergola.run_log AS log ON log.turn_position = turn.position
  WHERE turn.tenant_id = $1 AND turn.agent_id = $2 AND turn.user_id = $3 AND turn.session_id = $4
    AND turn.run_id = $5
  ORDER BY log.revision`;

/** The run log of one turn; empty when it has none yet, undefined when there is no such turn. */
export async function readEvents(
  readers: ReaderPool,
  scope: SessionScope,
  runId: string,
): Promise<readonly RunEvent[] | undefined> {
  const rows = await readers.rows(READ_EVENTS, bindTurn({ ...scope, runId }));
  if (rows.length === 0) return undefined;
  const written = rows.filter((row) => row.events !== null).map((row) => readRunLog(row.events));
  return written.reduce<readonly RunEvent[]>(mergeRunLog, []);
}
