import type { Closable, RunObserver } from "@pergola/core";
import type { DeliveryStats } from "../delivery/delivery.ts";
import type { Receiver } from "../delivery/receiver.ts";
import type { ObservableFlow, ObservedFlowEvent } from "../events/flow-event.ts";
import type { MetricMetadata } from "./custom-metric.ts";
import type { MetricPoint } from "./metric-point.ts";
import type { ActiveRun } from "./run-tracker.ts";
import type { MetricsSnapshot } from "./snapshot.ts";
import type { MetricsSummary } from "./summary.ts";
import type { MetricsTimeline } from "./timeline.ts";

/** Where measurements go one by one, for example a database. What it throws is counted, and harms nobody. */
export interface MetricsSink extends Receiver<MetricPoint> {
  /** For the figures of what was dropped. Default `sink`. */
  readonly name?: string;
}

/** A step that was run outside of an agent. */
export interface StepMeasurement {
  readonly agent: string;
  readonly step: string;
  /** The step type. */
  readonly kind: string;
  readonly durationMs: number;
  /** Code of the error, if it failed. */
  readonly errorCode?: string;
}

/** What a resource did. */
export interface ResourceMeasurement {
  /** Its key: `database`. */
  readonly resource: string;
  /** For example `query`. */
  readonly operation: string;
  /** The agent that it was done for. Default: none. */
  readonly agent?: string;
  readonly durationMs: number;
  /** Code of the error, if it failed. */
  readonly errorCode?: string;
}

/** Which time of which agent a summary is of. */
export interface SummaryOptions {
  /** Name of the agent. Default: all of them. */
  readonly agent?: string;
  /** How far back, in hours; at most `keepHours`. Default 24. */
  readonly hours?: number;
}

/**
 * Counts and times what agents and flows do. It is an observer of runs: `createAgent().withObserver(metrics)`. No method
 * but `attach`, `observeFlow` and `summary` throws; what cannot be counted is counted as dropped.
 */
export interface Metrics extends RunObserver, Closable {
  /** Counts what a flow does, from now on. @returns what ends that */
  observeFlow(flow: ObservableFlow): () => void;
  /** The same as a listener: `createFlow({ onEvent: metrics.onFlowEvent })`. */
  readonly onFlowEvent: (event: ObservedFlowEvent) => void;
  /** A value of your own, of which sum, count and quantiles are told. */
  record(name: string, value: number, metadata?: MetricMetadata): void;
  /** A count of your own. */
  increment(name: string, by?: number, metadata?: MetricMetadata): void;
  recordStep(measurement: StepMeasurement): void;
  recordResourceOperation(measurement: ResourceMeasurement): void;
  /** Runs that have begun and neither ended nor been suspended. */
  activeRuns(): readonly ActiveRun[];
  snapshot(): MetricsSnapshot;
  /** @throws OBSERVABILITY_OPTION_INVALID */
  summary(options?: SummaryOptions): MetricsSummary;
  /** The same time slot by slot, for charts. @throws OBSERVABILITY_OPTION_INVALID */
  timeline(options?: SummaryOptions): MetricsTimeline;
  /** All metrics in the text format of Prometheus. */
  toPrometheus(): string;
  /** From now on the sink is given every measurement. @returns what ends that, after a last write @throws OBSERVABILITY_OPTION_INVALID */
  attach(sink: MetricsSink): () => Promise<void>;
  /** How each attached sink is doing, by its name. */
  sinks(): Readonly<Record<string, DeliveryStats>>;
}
