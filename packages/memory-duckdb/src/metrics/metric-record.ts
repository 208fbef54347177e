import type { Scope } from "@pergola/core";

/** One measurement, as `metrics.attach(…)` of `@pergola/observability` hands it to a sink. */
export interface MetricRecord {
  /** Epoch milliseconds. */
  readonly at: number;
  /** Of the metric, for example `pergola_run_duration_seconds`. */
  readonly name: string;
  readonly kind: "counter" | "gauge" | "histogram" | "summary";
  /** What was added, set or measured; durations are in seconds. */
  readonly value: number;
  readonly labels: Readonly<Record<string, string>>;
  /** Of the run that it was measured in. */
  readonly runId?: string;
  /** Whose run that is. */
  readonly scope?: Scope;
  readonly metadata?: Readonly<Record<string, unknown>>;
}
