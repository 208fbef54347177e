import type { Connection } from "../file/connection.ts";
import { bigints, bindColumns, integers, keyColumns, texts } from "./columns.ts";
import type { MessageRow, TurnKey } from "./write.ts";

const INSERT_MESSAGES = `
  INSERT INTO pergola.message (tenant_id, agent_id, user_id, session_id, run_id,
    turn_position, position, role, body)
  SELECT unnest($1), unnest($2), unnest($3), unnest($4), unnest($5), unnest($6), unnest($7), unnest($8),
    unnest($9)`;

/** Messages of one turn; the first gets the position `from`. */
export interface TurnMessages {
  readonly turn: TurnKey;
  readonly turnPosition: number;
  readonly messages: readonly MessageRow[];
  readonly from: number;
}

export async function insertMessages(connection: Connection, turns: readonly TurnMessages[]): Promise<void> {
  const rows = turns.flatMap(({ turn, turnPosition, messages, from }) =>
    messages.map((message, index) => ({ turn, turnPosition, message, position: from + index })),
  );
  if (rows.length === 0) return;
  const columns = [
    ...keyColumns(rows.map((row) => row.turn)),
    bigints(rows.map((row) => row.turnPosition)),
    integers(rows.map((row) => row.position)),
    texts(rows.map((row) => row.message.role)),
    texts(rows.map((row) => row.message.body)),
  ];
  await connection.rows(INSERT_MESSAGES, bindColumns(columns));
}
