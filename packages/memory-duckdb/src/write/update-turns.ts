import type { TurnStatus } from "@pergola/resources";
import { conversationErrors } from "@pergola/resources";
import type { Connection } from "../file/connection.ts";
import { bindTurn } from "../read/bind-scope.ts";
import { turnStatus } from "../read/turn-status.ts";
import { bigints, bindColumns, keyColumns, texts } from "./columns.ts";
import { insertMessages } from "./insert-messages.ts";
import type { TurnKey, Write, WriteOutcome } from "./write.ts";

type Update = Extract<Write, { kind: "suspend" | "settle" }>;

const UPDATE_TURNS = `
  UPDATE pergola.turn SET status = new.status, outcome = new.outcome, usage = new.usage,
    written_at = new.written_at, finished_at = new.finished_at, revision = new.revision
  FROM (SELECT unnest($1) AS tenant_id, unnest($2) AS agent_id, unnest($3) AS user_id, unnest($4) AS session_id,
    unnest($5) AS run_id, unnest($6) AS status, unnest($7) AS outcome, unnest($8) AS usage,
    unnest($9) AS written_at, unnest($10) AS finished_at, unnest($11) AS revision) AS new
  WHERE turn.tenant_id = new.tenant_id AND turn.agent_id = new.agent_id AND turn.user_id = new.user_id
    AND turn.session_id = new.session_id AND turn.run_id = new.run_id
    AND turn.status IN ('pending', 'suspended')
  RETURNING turn.revision AS revision, turn.position AS position`;

const INSERT_RUN_LOGS = `
  INSERT INTO pergola.run_log (tenant_id, agent_id, user_id, session_id, run_id, turn_position, revision, events)
  SELECT unnest($1), unnest($2), unnest($3), unnest($4), unnest($5), unnest($6), unnest($7),
    unnest($8)`;

const READ_STATUS = `
  SELECT status FROM pergola.turn
  WHERE tenant_id = $1 AND agent_id = $2 AND user_id = $3 AND session_id = $4 AND run_id = $5`;

/** Suspends and settles turns with their messages and events; each turn at most once. */
export async function updateTurns(
  connection: Connection,
  updates: readonly Update[],
  revisions: readonly number[],
): Promise<WriteOutcome[]> {
  if (updates.length === 0) return [];
  const changed = await connection.rows(UPDATE_TURNS, bindColumns(updateColumns(updates, revisions)));
  const positions = new Map(changed.map((row) => [Number(row.revision), Number(row.position)]));
  const accepted = updates.flatMap((update, index): Accepted[] => {
    const revision = revisions[index] ?? -1;
    const turnPosition = positions.get(revision);
    return turnPosition === undefined ? [] : [{ update, revision, turnPosition }];
  });
  await insertMessages(connection, accepted.flatMap(appended));
  await insertRunLogs(connection, accepted);
  const outcomes = updates.map((update, index) =>
    positions.has(revisions[index] ?? -1) ? { isChanged: true } : refusal(connection, update.turn),
  );
  return Promise.all(outcomes);
}

/** An update that found its turn open. */
interface Accepted {
  readonly update: Update;
  readonly revision: number;
  readonly turnPosition: number;
}

function updateColumns(updates: readonly Update[], revisions: readonly number[]) {
  const settled = updates.map((update) => (update.kind === "settle" ? update : undefined));
  return [
    ...keyColumns(updates.map((update) => update.turn)),
    texts(updates.map((update) => (update.kind === "settle" ? "settled" : "suspended"))),
    texts(settled.map((settle) => settle?.outcome ?? null)),
    texts(settled.map((settle) => settle?.usage ?? null)),
    bigints(updates.map((update) => update.at)),
    bigints(settled.map((settle) => settle?.at ?? null)),
    bigints(revisions),
  ];
}

const appended = ({ update, turnPosition }: Accepted) =>
  update.kind === "settle" ? [{ turn: update.turn, turnPosition, messages: update.messages, from: 1 }] : [];

async function insertRunLogs(connection: Connection, logs: readonly Accepted[]): Promise<void> {
  if (logs.length === 0) return;
  const columns = [
    ...keyColumns(logs.map(({ update }) => update.turn)),
    bigints(logs.map(({ turnPosition }) => turnPosition)),
    bigints(logs.map(({ revision }) => revision)),
    texts(logs.map(({ update }) => update.events)),
  ];
  await connection.rows(INSERT_RUN_LOGS, bindColumns(columns));
}

/** Why the turn took no write. */
async function refusal(connection: Connection, turn: TurnKey): Promise<WriteOutcome> {
  const [row] = await connection.rows(READ_STATUS, bindTurn(turn));
  if (row === undefined) return { refusal: conversationErrors.turnNotFound(turn.runId) };
  const status: TurnStatus = turnStatus(row.status);
  return { refusal: conversationErrors.turnEnded(turn.runId, status) };
}
