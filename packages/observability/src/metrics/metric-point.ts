import type { Scope } from "@pergola/core";
import type { MetricKind } from "./metric-definition.ts";

/** One measurement, as a sink is given it. */
export interface MetricPoint {
  /** Epoch milliseconds. */
  readonly at: number;
  /** Of the metric, as in the Prometheus text. */
  readonly name: string;
  readonly kind: MetricKind;
  /** What was added, set or measured; durations are in seconds. */
  readonly value: number;
  readonly labels: Readonly<Record<string, string>>;
  /** Of the run that it was measured in. */
  readonly runId?: string;
  /** Whose run that is. */
  readonly scope?: Scope;
  /** Of `record` and `increment`, without secrets. */
  readonly metadata?: Readonly<Record<string, unknown>>;
}

/** Where a measurement was made. */
export type PointPlace = Pick<MetricPoint, "at" | "runId" | "scope" | "metadata">;
