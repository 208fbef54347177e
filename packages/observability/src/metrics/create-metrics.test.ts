import { expect, it } from "vitest";
import { failure, finished, scope, started, tellRun } from "../events/runs.test-helper.ts";
import { createMetrics, type Metrics } from "../index.ts";

const series = (metrics: Metrics, name: string) =>
  metrics.snapshot().metrics.find((metric) => metric.name === name)?.series ?? [];
const values = (metrics: Metrics, name: string) =>
  series(metrics, name).map(({ labels, value }) => [...Object.values(labels), value]);

it("a run is active from its start to its end, and not while it is suspended", () => {
  const metrics = createMetrics();
  const tell = tellRun(metrics, { at: 7 });
  tell(started);
  expect(metrics.activeRuns()).toEqual([{ runId: "run-1", agentId: "host", scope, startedAt: 7 }]);
  tell({ type: "run-suspended", interrupts: [] });
  expect([metrics.activeRuns(), values(metrics, "pergola_runs_active")]).toEqual([[], [["host", 0]]]);
  tell({ type: "run-resumed" });
  expect([metrics.activeRuns().length, values(metrics, "pergola_runs_active")]).toEqual([1, [["host", 1]]]);
  tell(finished());
  expect(metrics.activeRuns()).toEqual([]);
  expect(values(metrics, "pergola_runs_suspended_total")).toEqual([["host", 1]]);
  expect(values(metrics, "pergola_runs_resumed_total")).toEqual([["host", 1]]);
});

it("a run inside another one is counted for its own agent", () => {
  const metrics = createMetrics();
  const tell = tellRun(metrics);
  const inner = { runId: "run-2", parentRunId: "run-1" };
  tell(started);
  tell({ ...started, ...inner, agentId: "guest" });
  expect(metrics.activeRuns()[1]).toMatchObject({ ...inner, agentId: "guest" });
  tell({ type: "step-finished", ...inner, step: "look", kind: "llm", latencyMs: 1 });
  tell({ ...finished("failed", { error: failure("STEP_FAILED") }), ...inner });
  tell(finished());
  const labels = series(metrics, "pergola_run_duration_seconds").map((each) => Object.values(each.labels));
  expect(labels).toEqual([
    ["guest", "failed"],
    ["host", "completed"],
  ]);
  expect(series(metrics, "pergola_step_duration_seconds")[0]?.labels).toMatchObject({ agent: "guest" });
});

it("a call that fell back is counted for the model that ended it", () => {
  const metrics = createMetrics();
  const tell = tellRun(metrics);
  tell(started);
  tell({ type: "model-started", callId: "c", model: "one", request: {} });
  tell({ type: "model-retried", callId: "c", attempt: 1, delayMs: 1, error: failure("X") });
  tell({ type: "model-fell-back", callId: "c", from: "one", to: "two", error: failure("X"), request: {} });
  tell({ type: "model-finished", callId: "c", latencyMs: 1 });
  expect(values(metrics, "pergola_model_retries_total")).toEqual([["host", "one", 1]]);
  expect(values(metrics, "pergola_model_fallbacks_total")).toEqual([["host", "one", "two", 1]]);
  expect(series(metrics, "pergola_model_call_duration_seconds")[0]?.labels.model).toBe("two");
});

it("figures that steps record and calls of storages are counted", () => {
  const metrics = createMetrics({ labels: ["shop"] });
  const tell = tellRun(metrics);
  tell(started);
  tell({ type: "metric-recorded", kind: "value", name: "cart_size", value: 3, metadata: { shop: "north" } });
  tell({ type: "metric-recorded", kind: "count", name: "carts", value: 2 });
  tell({ type: "metric-recorded", kind: "count", name: "carts", value: 1 });
  const used = { type: "resource-used", resource: "storage", operation: "read", latencyMs: 4 } as const;
  tell(used);
  tell({ ...used, error: failure("FILE_NOT_FOUND") });
  expect(values(metrics, "carts_total")).toEqual([["", 3]]);
  expect(series(metrics, "cart_size")[0]).toMatchObject({ labels: { shop: "north" } });
  expect(
    series(metrics, "pergola_resource_operation_duration_seconds").map(({ labels }) => Object.values(labels)),
  ).toEqual([
    ["storage", "read", "ok"],
    ["storage", "read", "error"],
  ]);
});

it("labels carry no user, no session, no run and no text of a model", () => {
  const metrics = createMetrics({ labels: ["region"] });
  const tell = tellRun(metrics, { runId: "run-secret" });
  tell(started);
  tell({ type: "tool-finished", callId: "t", tool: "please refund ada@example.com", latencyMs: 1 });
  tell(finished("failed", { error: { code: "no code at all", message: "ada said" } }));
  metrics.increment("orders", 1, { region: "eu", userId: "ada" });
  metrics.increment("orders", 1, { region: "somewhere near ada" });
  const text = metrics.toPrometheus();
  for (const word of ["ada", "acme", "run-secret", "refund", "said", "no code"])
    expect(text).not.toContain(word);
  expect(values(metrics, "orders_total")).toEqual([
    ["eu", 1],
    ["(other)", 1],
  ]);
});

it.each(["userId", "user_id", "session_id", "runId", "tenantId", "le", "__name", "a-b"])(
  "%s cannot be a label",
  (label) => {
    expect(() => createMetrics({ labels: [label] })).toThrow(
      expect.objectContaining({ code: "OBSERVABILITY_OPTION_INVALID" }),
    );
  },
);

it("what comes after the last free series is counted in one for all, and how much that was is told", () => {
  const metrics = createMetrics({ maxSeries: 3 });
  const tell = tellRun(metrics);
  for (let index = 0; index < 10; index++)
    tell({ type: "step-retried", step: `step-${index}`, error: failure("X") });
  const retries = values(metrics, "pergola_step_retries_total");
  expect(retries).toHaveLength(4);
  expect(retries.at(-1)).toEqual(["(overflow)", "(overflow)", 7]);
  expect(values(metrics, "pergola_metrics_overflowed_total")).toEqual([["pergola_step_retries_total", 7]]);
});

it("a gauge without room for a series is left out, never mixed with others", () => {
  const metrics = createMetrics({ maxSeries: 1 });
  for (const agentId of ["one", "two"]) tellRun(metrics, { runId: agentId })({ ...started, agentId });
  expect(values(metrics, "pergola_runs_active")).toEqual([["one", 1]]);
});

it("names and values that no metric can have are counted, and nothing is thrown", () => {
  const metrics = createMetrics({ maxCustomMetrics: 2 });
  metrics.increment("");
  metrics.increment(undefined as unknown as string);
  metrics.increment("down", -1);
  metrics.record("nothing", Number.NaN);
  expect(values(metrics, "pergola_metrics_invalid_total")).toEqual([[4]]);
  metrics.record("size", 1);
  metrics.increment("size_count");
  metrics.record("size_count_total", 1);
  metrics.increment("one too many");
  expect(values(metrics, "pergola_metrics_invalid_total")).toEqual([[6]]);
  expect(metrics.snapshot().metrics.map(({ name }) => name)).toEqual([
    "size",
    "size_count_total",
    "pergola_metrics_invalid_total",
  ]);
});

it("a metric does not take the name of a part of another one", () => {
  const metrics = createMetrics();
  metrics.record("size", 1);
  for (const name of ["size_sum", "size_count"]) metrics.record(name, 1);
  expect(metrics.snapshot().metrics.map(({ name }) => name)).toEqual([
    "size",
    "pergola_metrics_invalid_total",
  ]);
});

it("a name of ours stays ours", () => {
  const metrics = createMetrics();
  tellRun(metrics)(started);
  metrics.increment("pergola_runs_started");
  expect(values(metrics, "pergola_runs_started_total")).toEqual([["host", 1]]);
  expect(values(metrics, "custom_pergola_runs_started_total")).toEqual([[1]]);
});

it("after close nothing is counted any more, and closing again does nothing", async () => {
  const metrics = createMetrics();
  await metrics.close();
  await metrics.close();
  tellRun(metrics)(started);
  metrics.increment("late");
  expect(metrics.snapshot().metrics).toEqual([]);
});

it("all options that cannot be used are told at once, with those that exist", () => {
  const options = { maxSeries: 0, buckets: [2, 1], bufersize: 3 };
  expect(() => createMetrics(options)).toThrow(
    expect.objectContaining({
      code: "OBSERVABILITY_OPTION_INVALID",
      message: expect.stringMatching(/maxSeries is 0.*buckets.*"bufersize" is not an option.*bufferSize/),
    }),
  );
});

it.each<[string, (metrics: ReturnType<typeof createMetrics>) => void]>([
  [
    "a getter that throws in the metadata",
    (metrics) =>
      metrics.record("cart", 1, {
        get country() {
          throw new Error("no");
        },
      }),
  ],
  ["no step", (metrics) => metrics.recordStep(undefined as never)],
  ["a step without anything", (metrics) => metrics.recordStep({} as never)],
  ["no operation", (metrics) => metrics.recordResourceOperation(null as never)],
  [
    "a time that went backwards",
    (metrics) => metrics.recordResourceOperation({ resource: "r", operation: "o", durationMs: -1 }),
  ],
])("%s fails nobody and is counted as invalid", (_, measure) => {
  const metrics = createMetrics({ labels: ["country"] });
  measure(metrics);
  expect(metrics.toPrometheus()).toContain("pergola_metrics_invalid_total 1\n");
  expect(metrics.snapshot().metrics).toHaveLength(1);
});
