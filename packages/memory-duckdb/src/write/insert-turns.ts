import { conversationErrors } from "@pergola/resources";
import type { Connection } from "../file/connection.ts";
import { bigints, bindColumns, keyColumns, texts } from "./columns.ts";
import { insertMessages } from "./insert-messages.ts";
import type { Write, WriteOutcome } from "./write.ts";

type Admit = Extract<Write, { kind: "admit" }>;

const INSERT_TURNS = `
  INSERT INTO pergola.turn (tenant_id, agent_id, user_id, session_id, run_id,
    position, revision, status, title, owner_id, started_at, written_at)
  SELECT tenant_id, agent_id, user_id, session_id, run_id,
    position, position, 'pending', title, owner_id, started_at, started_at
  FROM (SELECT unnest($1) AS tenant_id, unnest($2) AS agent_id, unnest($3) AS user_id, unnest($4) AS session_id,
    unnest($5) AS run_id, unnest($6) AS position, unnest($7) AS title, unnest($8) AS owner_id,
    unnest($9) AS started_at)
  ON CONFLICT DO NOTHING
  RETURNING position`;

/** Stores admitted turns with their user messages; `positions` are theirs, from the file's counter. */
export async function insertTurns(
  connection: Connection,
  admits: readonly Admit[],
  at: { readonly positions: readonly number[]; readonly ownerId: string },
): Promise<WriteOutcome[]> {
  if (admits.length === 0) return [];
  const columns = [
    ...keyColumns(admits.map((admit) => admit.turn)),
    bigints(at.positions),
    texts(admits.map((admit) => admit.title)),
    texts(admits.map(() => at.ownerId)),
    bigints(admits.map((admit) => admit.at)),
  ];
  const inserted = await connection.rows(INSERT_TURNS, bindColumns(columns));
  const isInserted = new Set(inserted.map((row) => Number(row.position)));
  const placed = admits.map((admit, index) => ({ admit, turnPosition: at.positions[index] ?? -1 }));
  const accepted = placed.filter(({ turnPosition }) => isInserted.has(turnPosition));
  await insertMessages(
    connection,
    accepted.map(({ admit: { turn, message }, turnPosition }) => ({
      turn,
      turnPosition,
      messages: [message],
      from: 0,
    })),
  );
  return placed.map(({ admit, turnPosition }) =>
    isInserted.has(turnPosition)
      ? { isChanged: true }
      : { refusal: conversationErrors.alreadyAdmitted(admit.turn.runId) },
  );
}
