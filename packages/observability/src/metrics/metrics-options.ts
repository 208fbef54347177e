import type { Clock } from "@pergola/core";
import { integerFrom, isObjectWith, type OptionRule } from "../check-options.ts";
import type { DeliveryOptions } from "../delivery/delivery.ts";

/** Bounds of metrics. */
export interface MetricsOptions extends DeliveryOptions {
  /** Most series of a metric; what comes after them is counted in one that is called `(overflow)`. Default 1 000. */
  readonly maxSeries?: number;
  /** Most metrics that `record` and `increment` may make. Default 200. */
  readonly maxCustomMetrics?: number;
  /** Upper bounds of the histograms, in seconds, growing. Default from 0.001 to 300. */
  readonly buckets?: readonly number[];
  /** Keys of the metadata of `record` and `increment` that become labels. Ids of runs, sessions and users cannot. Default: none. */
  readonly labels?: readonly string[];
  /** How far back `summary` can look, in hours. Default 24. */
  readonly keepHours?: number;
  /** How long `close` waits for sinks, in milliseconds. Default 5 000. */
  readonly closeTimeoutMs?: number;
  /** Default: the system's. */
  readonly clock?: Clock;
}

const LABEL = /^[a-zA-Z_][a-zA-Z0-9_]*$/;
/** Labels that would make a series for each person or run, or that Prometheus has for itself. */
const NO_LABELS: ReadonlySet<string> = new Set(
  "userid user sessionid session runid run tenantid tenant traceid trace callid email name le quantile".split(
    " ",
  ),
);

function isLabel(name: unknown): boolean {
  if (typeof name !== "string" || !LABEL.test(name) || name.startsWith("__")) return false;
  return !NO_LABELS.has(name.toLowerCase().replaceAll("_", ""));
}

const growing = (values: readonly unknown[]) =>
  values.every(
    (value, index) => Number.isFinite(value) && (index === 0 || Number(value) > Number(values[index - 1])),
  );

/** What each option must be. */
export const METRICS_RULES: Readonly<Record<keyof MetricsOptions, OptionRule>> = {
  maxSeries: integerFrom(1),
  maxCustomMetrics: integerFrom(0),
  buckets: {
    expected: "a list of 1 to 100 growing numbers",
    fits: (value) => Array.isArray(value) && value.length > 0 && value.length <= 100 && growing(value),
  },
  labels: {
    expected: "a list of label names, each once, that name no user, session or run",
    fits: (value) => Array.isArray(value) && value.every(isLabel) && new Set(value).size === value.length,
  },
  keepHours: integerFrom(1, 168),
  bufferSize: integerFrom(1),
  batchSize: integerFrom(1),
  flushMs: integerFrom(0),
  writeTimeoutMs: integerFrom(1),
  closeTimeoutMs: integerFrom(0),
  clock: isObjectWith("now", "a Clock"),
};
