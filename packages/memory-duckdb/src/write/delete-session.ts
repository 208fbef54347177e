import type { SessionScope } from "@pergola/core";
import type { Connection } from "../file/connection.ts";
import { bindSession } from "../read/bind-scope.ts";
import type { WriteOutcome } from "./write.ts";

const DELETE_TURNS = `
  DELETE FROM pergola.turn
  WHERE tenant_id = $1 AND agent_id = $2 AND user_id = $3 AND session_id = $4
  RETURNING position`;

const DELETE_MESSAGES = `
  DELETE FROM pergola.message
  WHERE tenant_id = $1 AND agent_id = $2 AND user_id = $3 AND session_id = $4`;

const DELETE_RUN_LOGS = `
  DELETE FROM pergola.run_log
  WHERE tenant_id = $1 AND agent_id = $2 AND user_id = $3 AND session_id = $4`;

/** Removes everything of one conversation. */
export async function deleteSession(connection: Connection, session: SessionScope): Promise<WriteOutcome> {
  const turns = await connection.rows(DELETE_TURNS, bindSession(session));
  if (turns.length === 0) return { isChanged: false };
  await connection.rows(DELETE_MESSAGES, bindSession(session));
  await connection.rows(DELETE_RUN_LOGS, bindSession(session));
  return { isChanged: true };
}
