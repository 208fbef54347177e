import type { Connection } from "../file/connection.ts";
import { bigints, bindColumns, doubles, texts } from "../write/columns.ts";
import type { Write, WriteOutcome } from "../write/write.ts";
import type { MetricRecord } from "./metric-record.ts";
import type { MetricWrite } from "./metric-write.ts";

const INSERT = `
  INSERT INTO pergola.metric (measured_at, name, kind, value, labels, run_id, tenant_id, agent_id, user_id, session_id, metadata)
  SELECT unnest($1), unnest($2), unnest($3), unnest($4), unnest($5), unnest($6), unnest($7), unnest($8), unnest($9),
    unnest($10), unnest($11)`;

const EXPIRE = "DELETE FROM pergola.metric WHERE measured_at < $1";

/** Applies them inside the open transaction: all measurements in one statement. */
export async function applyMetricWrites(
  connection: Connection,
  writes: readonly MetricWrite[],
): Promise<ReadonlyMap<Write, WriteOutcome>> {
  const inserts = writes.filter((write) => write.kind === "metrics-insert");
  await insert(
    connection,
    inserts.flatMap(({ records }) => records),
  );
  for (const write of writes) if (write.kind === "metrics-expire") await expire(connection, write.before);
  return new Map(writes.map((write) => [write, { isChanged: true }]));
}

async function insert(connection: Connection, records: readonly MetricRecord[]): Promise<void> {
  if (records.length === 0) return;
  const columns = [
    bigints(records.map(({ at }) => Math.trunc(at))),
    texts(records.map(({ name }) => name)),
    texts(records.map(({ kind }) => kind)),
    doubles(records.map(({ value }) => value)),
    texts(records.map(({ labels }) => JSON.stringify(labels))),
    texts(records.map(({ runId }) => runId ?? null)),
    texts(records.map(({ scope }) => scope?.tenantId ?? null)),
    texts(records.map(({ scope }) => scope?.agentId ?? null)),
    texts(records.map(({ scope }) => scope?.userId ?? null)),
    texts(records.map(({ scope }) => scope?.sessionId ?? null)),
    texts(records.map(({ metadata }) => (metadata === undefined ? null : JSON.stringify(metadata)))),
  ];
  await connection.rows(INSERT, bindColumns(columns));
}

async function expire(connection: Connection, before: number): Promise<void> {
  await connection.rows(EXPIRE, (statement) => statement.bindBigInt(1, BigInt(Math.trunc(before))));
}
