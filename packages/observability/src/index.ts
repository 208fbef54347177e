export type { DeliveryOptions, DeliveryStats } from "./delivery/delivery.ts";
export { observabilityErrors } from "./errors.ts";
export { createMetrics } from "./metrics/create-metrics.ts";
export type { MetricMetadata } from "./metrics/custom-metric.ts";
export type { ObservableFlow, ObservedFlowEvent } from "./metrics/flow-metrics.ts";
export type { MetricKind } from "./metrics/metric-definition.ts";
export type { MetricPoint } from "./metrics/metric-point.ts";
export type {
  Metrics,
  MetricsSink,
  ResourceMeasurement,
  StepMeasurement,
  SummaryOptions,
} from "./metrics/metrics.ts";
export type { MetricsOptions } from "./metrics/metrics-options.ts";
export { PROMETHEUS_CONTENT_TYPE } from "./metrics/prometheus-text.ts";
export type { ActiveRun } from "./metrics/run-tracker.ts";
export type { MetricSnapshot, MetricsSnapshot, SeriesSnapshot } from "./metrics/snapshot.ts";
export type { Figures, MetricsSummary } from "./metrics/summary.ts";
