import { Histogram } from "./histogram.ts";
import type { Level, Metric } from "./metric.ts";
import type { MetricKind } from "./metric-definition.ts";
import { QuantileSketch } from "./quantile-sketch.ts";

/** A series as data. Counters and gauges have a value, the others sum and count. */
export interface SeriesSnapshot {
  readonly labels: Readonly<Record<string, string>>;
  readonly value?: number;
  readonly sum?: number;
  readonly count?: number;
  /** Of a histogram: how many values are at most `upTo`; the last one is infinity. */
  readonly buckets?: readonly { readonly upTo: number; readonly count: number }[];
  /** Of a summary. */
  readonly quantiles?: { readonly p50: number; readonly p95: number; readonly p99: number };
}

export interface MetricSnapshot {
  readonly name: string;
  readonly kind: MetricKind;
  readonly help: string;
  readonly series: readonly SeriesSnapshot[];
}

/** All metrics as data. */
export interface MetricsSnapshot {
  /** Epoch milliseconds. */
  readonly at: number;
  readonly metrics: readonly MetricSnapshot[];
}

export function snapshotOf(metric: Metric): MetricSnapshot {
  const { name, kind, help, labels: names } = metric.definition;
  const series = metric.list().map(({ labels, value }) => ({
    labels: Object.fromEntries(names.map((label, index) => [label, labels[index] ?? ""])),
    ...seriesValue(value),
  }));
  return { name, kind, help, series };
}

function seriesValue(value: Level | Histogram | QuantileSketch): Omit<SeriesSnapshot, "labels"> {
  if (value instanceof Histogram) {
    const { sum, count } = value;
    return { sum, count, buckets: value.buckets() };
  }
  if (!(value instanceof QuantileSketch)) return { value: value.value };
  const [p50 = 0, p95 = 0, p99 = 0] = [0.5, 0.95, 0.99].map((quantile) => value.quantile(quantile));
  return { sum: value.sum, count: value.count, quantiles: { p50, p95, p99 } };
}
