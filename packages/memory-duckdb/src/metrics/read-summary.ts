import type { ReaderPool } from "../read/reader-pool.ts";
import { readJson } from "../read/stored-json.ts";
import { ASKED_FOR, bindQuery, type MetricQuery } from "./read-metrics.ts";

/** How often and how fast, of the measurements of one metric with the same labels. */
export interface MetricFigures {
  readonly labels: Readonly<Record<string, string>>;
  readonly count: number;
  /** Of all values: of a counter, how much was added. */
  readonly sum: number;
  /** Quantiles of the values, in the metric's own unit. */
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
}

const SUMMARY = `
  SELECT labels, count(*) AS count, sum(value) AS sum, quantile_cont(value, 0.5) AS p50,
    quantile_cont(value, 0.95) AS p95, quantile_cont(value, 0.99) AS p99
  FROM pergola.metric
  WHERE ${ASKED_FOR}
  GROUP BY labels ORDER BY labels LIMIT 10000`;

/** The figures of one metric, by labels. */
export async function readSummary(
  readers: ReaderPool,
  query: MetricQuery & { readonly name: string },
): Promise<readonly MetricFigures[]> {
  const rows = await readers.rows(SUMMARY, bindQuery(query));
  return rows.map(({ labels, count, sum, p50, p95, p99 }) => ({
    labels: readJson(labels, "metric.labels") as MetricFigures["labels"],
    count: Number(count),
    sum: Number(sum),
    p50: Number(p50),
    p95: Number(p95),
    p99: Number(p99),
  }));
}
