import { type Clock, type Closable, Lifetime } from "@pergola/core";
import { resourceErrors } from "@pergola/resources";
import type { DatabaseFile } from "../file/database-file.ts";
import type { MetricRecord } from "./metric-record.ts";
import { type MetricQuery, readMetrics } from "./read-metrics.ts";
import { type MetricFigures, readSummary } from "./read-summary.ts";

const DAY_MS = 86_400_000;

export interface DuckDbMetricsParts {
  readonly file: DatabaseFile;
  readonly clock: Clock;
  readonly retentionDays: number;
  /** Called once when it is closed and idle. */
  readonly onClose: () => Promise<void>;
}

/**
 * Measurements in a DuckDB file, for programs and their dashboards: it knows no user but as a column. A sink of
 * `metrics.attach(…)`: what it has written is on disk.
 */
export class DuckDbMetrics implements Closable {
  readonly name = "duckdb";
  readonly #parts: DuckDbMetricsParts;
  readonly #lifetime = new Lifetime(metricsClosed);
  #expiredAt = Number.NEGATIVE_INFINITY;

  constructor(parts: DuckDbMetricsParts) {
    this.#parts = parts;
  }

  /** @throws DUCKDB_QUEUE_FULL, DUCKDB_WRITE_FAILED, STORE_CLOSED */
  async write(batch: readonly MetricRecord[]): Promise<void> {
    await this.#lifetime.run(async () => {
      await this.#parts.file.writer.submit({ kind: "metrics-insert", records: batch });
      await this.#expire();
    });
  }

  /** The latest measurements that are asked for, oldest first. @throws DUCKDB_READ_FAILED, DUCKDB_DATA_INVALID, STORE_CLOSED */
  read(query: MetricQuery = {}): Promise<readonly MetricRecord[]> {
    return this.#lifetime.run(() => readMetrics(this.#parts.file.readers, query));
  }

  /** Count, sum and quantiles of one metric, by its labels. @throws DUCKDB_READ_FAILED, STORE_CLOSED */
  summary(query: MetricQuery & { readonly name: string }): Promise<readonly MetricFigures[]> {
    return this.#lifetime.run(() => readSummary(this.#parts.file.readers, query));
  }

  close(): Promise<void> {
    return this.#lifetime.close(this.#parts.onClose);
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  /** Once a day, what is older than it is kept for. */
  async #expire(): Promise<void> {
    const { clock, file, retentionDays } = this.#parts;
    const now = clock.now();
    if (now - this.#expiredAt < DAY_MS) return;
    this.#expiredAt = now;
    await file.writer.submit({ kind: "metrics-expire", before: now - retentionDays * DAY_MS });
  }
}

function metricsClosed() {
  return resourceErrors.create("STORE_CLOSED", {
    message: "The store of metrics is closed.",
    hint: "Close the metrics first: they write what waits, and then the store may close.",
  });
}
