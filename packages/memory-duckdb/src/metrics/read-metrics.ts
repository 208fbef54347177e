import { createScope } from "@pergola/core";
import type { Bind, Row } from "../file/connection.ts";
import { dataInvalid } from "../read/data-invalid.ts";
import { millisOf } from "../read/millis-of.ts";
import type { ReaderPool } from "../read/reader-pool.ts";
import { readJson, readText } from "../read/stored-json.ts";
import type { MetricRecord } from "./metric-record.ts";

/** Which measurements. */
export interface MetricQuery {
  /** Of this metric. Default: of all. */
  readonly name?: string;
  /** With this label `agent`. Default: of all. */
  readonly agent?: string;
  readonly runId?: string;
  /** Measured at this time or later, in epoch milliseconds. Default: since they are kept. */
  readonly from?: number;
  /** Measured before this time. Default: until now. */
  readonly to?: number;
  /** The latest so many, brought into 1–100 000. Default 1 000. */
  readonly limit?: number;
}

/** What a query asks for; `bindQuery` binds it. */
export const ASKED_FOR = `
  measured_at >= $1 AND measured_at < $2 AND ($3 IS NULL OR name = $3) AND ($4 IS NULL OR run_id = $4)
    AND ($5 IS NULL OR json_extract_string(labels, 'agent') = $5)`;

const READ = `
  SELECT measured_at, to_json(name) AS name, kind, value, labels, to_json(run_id) AS run_id, to_json(tenant_id) AS tenant_id,
    to_json(agent_id) AS agent_id, to_json(user_id) AS user_id, to_json(session_id) AS session_id, metadata
  FROM pergola.metric WHERE ${ASKED_FOR}
  ORDER BY measured_at DESC, rowid DESC LIMIT $6`;

const DEFAULT_LIMIT = 1_000;
const MAX_LIMIT = 100_000;

/** The latest measurements of a query, oldest first. */
export async function readMetrics(readers: ReaderPool, query: MetricQuery): Promise<MetricRecord[]> {
  const { limit = DEFAULT_LIMIT } = query;
  const rows = await readers.rows(READ, (statement) => {
    bindQuery(query)(statement);
    statement.bindInteger(6, Math.max(1, Math.min(MAX_LIMIT, Math.floor(limit) || 1)));
  });
  return rows.reverse().map(recordOf);
}

/** Binds $1 to $5. */
export const bindQuery =
  ({ from = 0, to = Number.MAX_SAFE_INTEGER, name, runId, agent }: MetricQuery): Bind =>
  (statement) => {
    statement.bindBigInt(1, millisOf(from));
    statement.bindBigInt(2, millisOf(to));
    for (const [index, text] of [name, runId, agent].entries())
      if (text === undefined) statement.bindNull(index + 3);
      else statement.bindVarchar(index + 3, text);
  };

const KINDS: readonly unknown[] = ["counter", "gauge", "histogram", "summary"];

function recordOf(row: Row): MetricRecord {
  const { measured_at, kind, value, labels, metadata, run_id, tenant_id, agent_id, user_id, session_id } =
    row;
  if (!KINDS.includes(kind)) throw dataInvalid("metric.kind");
  const text = (column: unknown, name: string) => (column === null ? undefined : readText(column, name));
  const [tenantId, agentId, userId] = [
    text(tenant_id, "metric.tenant_id"),
    text(agent_id, "metric.agent_id"),
    text(user_id, "metric.user_id"),
  ];
  const [runId, sessionId] = [text(run_id, "metric.run_id"), text(session_id, "metric.session_id")];
  const hasScope = tenantId !== undefined && agentId !== undefined && userId !== undefined;
  return {
    at: Number(measured_at),
    name: readText(row.name, "metric.name"),
    kind: kind as MetricRecord["kind"],
    value: Number(value),
    labels: readJson(labels, "metric.labels") as MetricRecord["labels"],
    ...(runId !== undefined && { runId }),
    ...(hasScope && {
      scope: createScope({ tenantId, agentId, userId, ...(sessionId !== undefined && { sessionId }) }),
    }),
    ...(metadata !== null && {
      metadata: readJson(metadata, "metric.metadata") as Record<string, unknown>,
    }),
  };
}
