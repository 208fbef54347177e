import { abortable, type Clock, systemClock, throwIfAborted } from "@pergola/core";
import { resourceErrors } from "@pergola/resources";
import type { DuckDbMetrics } from "./metrics/duckdb-metrics.ts";

export interface DuckDbMetricsOptions {
  /** The database file; that of conversations may be the same. */
  readonly path: string;
  /** How long measurements are kept, in days. Default 90. */
  readonly retentionDays?: number;
  /** Most writes, and most reads, that may wait for the file. Default 10 000. */
  readonly maxQueued?: number;
  readonly clock?: Clock;
  readonly signal?: AbortSignal;
}

/**
 * Opens a store of measurements in a DuckDB file: `metrics.attach(await openDuckDbMetrics({ path }))`. Attached when all is
 * up, so that no metric needs the database and the database no metric.
 *
 * @throws PROVIDER_CONFIG_INVALID, the `DUCKDB_…` codes of opening a file; the signal's reason
 */
export async function openDuckDbMetrics(options: DuckDbMetricsOptions): Promise<DuckDbMetrics> {
  const { path, retentionDays = 90, maxQueued = 10_000, clock = systemClock, signal } = options;
  throwIfAborted(signal);
  if (!(Number.isFinite(retentionDays) && retentionDays > 0)) throw wrongRetention(retentionDays);
  const [{ openSharedFile }, { DuckDbMetrics: Metrics }] = await Promise.all([
    import("./file/open-files.ts"),
    import("./metrics/duckdb-metrics.ts"),
  ]);
  const opening = openSharedFile(path, { maxQueued, now: clock.now() });
  const { file, release } = await abortable(opening, signal).catch((error: unknown) => {
    opening.then((share) => share.release()).catch(() => {}); // nobody holds this share, and the caller has the error
    throw error;
  });
  return new Metrics({ file, clock, retentionDays, onClose: release });
}

function wrongRetention(retentionDays: unknown) {
  return resourceErrors.create("PROVIDER_CONFIG_INVALID", {
    message: `retentionDays is ${String(retentionDays)}; expected a number of days above 0.`,
    hint: "Leave it out for 90 days.",
  });
}
