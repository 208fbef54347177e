import type { MetricDefinition } from "./metric-definition.ts";

const counter = (name: string, help: string, labels: readonly string[]): MetricDefinition => ({
  name: `pergola_${name}_total`,
  kind: "counter",
  help,
  labels,
});
const seconds = (name: string, help: string, labels: readonly string[]): MetricDefinition => ({
  name: `pergola_${name}_duration_seconds`,
  kind: "histogram",
  help,
  labels,
});
const gauge = (name: string, help: string, labels: readonly string[]): MetricDefinition => ({
  name: `pergola_${name}`,
  kind: "gauge",
  help,
  labels,
});

/** The metrics of runs. How many there were is the count of their durations. */
export const RUN_METRICS = {
  started: counter("runs_started", "Runs that began.", ["agent"]),
  active: gauge("runs_active", "Runs that have begun and not ended.", ["agent"]),
  suspended: counter("runs_suspended", "Times that a run was suspended.", ["agent"]),
  resumed: counter("runs_resumed", "Times that a suspended run went on.", ["agent"]),
  runs: seconds("run", "How long runs took.", ["agent", "outcome"]),
  steps: seconds("step", "How long steps took.", ["agent", "step", "kind", "outcome"]),
  stages: seconds("stage", "How long stages of workflows took.", ["agent", "step", "stage", "outcome"]),
  stepRetries: counter("step_retries", "Attempts of steps after the first.", ["agent", "step"]),
  stepsCached: counter("steps_cached", "Steps that were answered from the cache.", ["agent", "step"]),
  models: seconds("model_call", "How long model calls took.", ["agent", "model", "outcome"]),
  modelRetries: counter("model_retries", "Tries of model calls after the first.", ["agent", "model"]),
  fallbacks: counter("model_fallbacks", "Model calls that went to the next model.", ["agent", "from", "to"]),
  tools: seconds("tool_call", "How long tool calls took.", ["agent", "tool", "outcome"]),
  toolRetries: counter("tool_retries", "Calls of tools after the first try.", ["agent", "tool"]),
  tokens: counter(
    "tokens",
    "Tokens as the vendor counted them; cached and reasoning are part of the others.",
    ["agent", "model", "direction"],
  ),
  cost: counter("cost_dollars", "What model calls cost, in US dollars; those without a price are left out.", [
    "agent",
    "model",
  ]),
  errors: counter("errors", "What failed, by the code of the error.", ["agent", "component", "name", "code"]),
  breaker: gauge("breaker_state", "1 for the state that a circuit breaker is in, 0 for the others.", [
    "agent",
    "resource",
    "name",
    "state",
  ]),
  breakerChanges: counter("breaker_changes", "Changes of circuit breakers, by the state they came to.", [
    "agent",
    "resource",
    "name",
    "state",
  ]),
  operations: seconds("resource_operation", "How long operations of resources took.", [
    "resource",
    "operation",
    "outcome",
  ]),
} as const satisfies Readonly<Record<string, MetricDefinition>>;
