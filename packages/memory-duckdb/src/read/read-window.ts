import type { SessionScope } from "@pergola/core";
import {
  DEFAULT_WINDOW_MESSAGES,
  type HistoryLimits,
  type StoredMessage,
  selectWindow,
} from "@pergola/resources";
import { bindSession } from "./bind-scope.ts";
import type { ReaderPool } from "./reader-pool.ts";
import { readMessage } from "./stored-json.ts";

const READ_WINDOW = `
  SELECT message.body
  FROM pergola.turn AS turn
  JOIN pergola.message AS message ON message.turn_position = turn.position
  WHERE turn.tenant_id = $1 AND turn.agent_id = $2 AND turn.user_id = $3 AND turn.session_id = $4
    AND turn.status IN ('settled', 'interrupted')
  ORDER BY turn.position DESC, message.position DESC
  LIMIT $5`;

/** More messages than any request holds. */
const MOST_MESSAGES = 1_000_000;

/** The newest messages that can be in the window come from the file, the exact choice is `selectWindow`'s. */
export async function readWindow(
  readers: ReaderPool,
  scope: SessionScope,
  limits: HistoryLimits = {},
): Promise<readonly StoredMessage[]> {
  const { maxMessages = DEFAULT_WINDOW_MESSAGES } = limits;
  const most = Math.max(0, Math.min(MOST_MESSAGES, Math.floor(maxMessages)));
  const rows = await readers.rows(READ_WINDOW, (statement) => {
    bindSession(scope)(statement);
    statement.bindInteger(5, most);
  });
  return selectWindow(rows.map((row) => readMessage(row.body)).reverse(), limits);
}
