export type { DeliveryOptions, DeliveryStats } from "./delivery/delivery.ts";
export { observabilityErrors } from "./errors.ts";
export type { ObservableFlow, ObservedFlowEvent } from "./events/flow-event.ts";
export { type ConsoleLogOptions, consoleLog } from "./log/console-log.ts";
export { createRunLogger } from "./log/create-run-logger.ts";
export { type FileLogOptions, fileLog } from "./log/file-log.ts";
export type { LiveLogClient } from "./log/live-client.ts";
export { type LiveLog, type LiveLogOptions, type LiveLogSubscription, liveLog } from "./log/live-log.ts";
export type { LogComponent, LogEntry } from "./log/log-entry.ts";
export type { LogLevel } from "./log/log-level.ts";
export type { RunLoggerOptions } from "./log/log-options.ts";
export type { LogOutput, LogSelection } from "./log/log-output.ts";
export { type PinoLogOptions, pinoLog } from "./log/pino-log.ts";
export type { RunLog } from "./log/run-log.ts";
export { createMetrics } from "./metrics/create-metrics.ts";
export type { MetricMetadata } from "./metrics/custom-metric.ts";
export type { Figures } from "./metrics/figures.ts";
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
export { prometheusEndpoint } from "./metrics/prometheus-endpoint.ts";
export { PROMETHEUS_CONTENT_TYPE } from "./metrics/prometheus-text.ts";
export type { ActiveRun } from "./metrics/run-tracker.ts";
export type { MetricSnapshot, MetricsSnapshot, SeriesSnapshot } from "./metrics/snapshot.ts";
export type { MetricsSummary } from "./metrics/summary.ts";
export type { MetricsTimeline, TimelineSlot } from "./metrics/timeline.ts";
export type { LogFilter, LogFrame, LogFrameLine, LogFrameRequest } from "./wire/log-frame.ts";
