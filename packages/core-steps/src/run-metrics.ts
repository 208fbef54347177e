import { stepErrors } from "./errors.ts";
import type { StepRun } from "./step-run.ts";

/** Figures of a step's own. Each is an event of the run, so that it is in its log, and in the metrics of who observes. */
export interface RunMetrics {
  /** A value, of which a distribution is kept: a size, a score, a duration. @throws INVALID_METRIC, RUN_SETTLED */
  record(name: string, value: number, metadata?: Readonly<Record<string, unknown>>): void;
  /** A count that is added up. Default 1. @throws INVALID_METRIC, RUN_SETTLED */
  increment(name: string, by?: number, metadata?: Readonly<Record<string, unknown>>): void;
}

/** Where a step records its own figures. */
export function metricsOf(run: Pick<StepRun, "emit">): RunMetrics {
  const tell = (kind: "value" | "count", name: string, value: number, metadata: object | undefined) => {
    checkMetric(name, value);
    void run.emit({
      type: "metric-recorded",
      name,
      kind,
      value,
      ...(metadata && { metadata: { ...metadata } }),
    });
  };
  return {
    record: (name, value, metadata) => tell("value", name, value, metadata),
    increment: (name, by = 1, metadata) => tell("count", name, by, metadata),
  };
}

function checkMetric(name: unknown, value: unknown): void {
  if (typeof name !== "string" || name === "")
    throw invalid(`A metric's name is ${JSON.stringify(name)}; expected a text.`, { name });
  if (typeof value !== "number" || !Number.isFinite(value))
    throw invalid(`The metric "${name}" is ${String(value)}; expected a finite number.`, { name });
}

const invalid = (message: string, details: Readonly<Record<string, unknown>>) =>
  stepErrors.create("INVALID_METRIC", {
    message,
    hint: 'Record a number under a name: metricsOf(run).record("cart_size", 3).',
    details,
  });
