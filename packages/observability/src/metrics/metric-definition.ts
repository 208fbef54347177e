/** `counter` only grows, `gauge` is set, `histogram` counts by size, `summary` tells quantiles of what was recorded. */
export type MetricKind = "counter" | "gauge" | "histogram" | "summary";

/** What a metric is; its series have one value for each of its labels. */
export interface MetricDefinition {
  /** As Prometheus names it: unit last, counters end in `_total`. */
  readonly name: string;
  readonly kind: MetricKind;
  /** One sentence. */
  readonly help: string;
  readonly labels: readonly string[];
}
