import type { DeliveryStats } from "../delivery/delivery.ts";
import { Metric } from "./metric.ts";
import type { MetricDefinition } from "./metric-definition.ts";

const LIMITS = { maxSeries: 10_000, buckets: [] };

const OVERFLOWED: MetricDefinition = {
  name: "pergola_metrics_overflowed_total",
  kind: "counter",
  help: "Measurements of a metric that had no series left.",
  labels: ["metric"],
};
const INVALID: MetricDefinition = {
  name: "pergola_metrics_invalid_total",
  kind: "counter",
  help: "Measurements of a name or with a value that a metric cannot have.",
  labels: [],
};
const SINK_DROPPED: MetricDefinition = {
  name: "pergola_metrics_dropped_total",
  kind: "counter",
  help: "Measurements that never reached a sink.",
  labels: ["sink"],
};

/** What was lost of other metrics, as metrics. Those without losses are left out. */
export function droppedMetrics(
  metrics: readonly Metric[],
  invalid: number,
  sinks: Readonly<Record<string, DeliveryStats>>,
): readonly Metric[] {
  const overflowed = new Metric(OVERFLOWED, LIMITS);
  for (const metric of metrics)
    if (metric.overflowed > 0) overflowed.note([metric.definition.name], metric.overflowed);
  const wrong = new Metric(INVALID, LIMITS);
  if (invalid > 0) wrong.note([], invalid);
  const dropped = new Metric(SINK_DROPPED, LIMITS);
  for (const [name, stats] of Object.entries(sinks)) dropped.note([name], stats.dropped);
  return [overflowed, wrong, dropped].filter((metric) => metric.list().length > 0);
}
