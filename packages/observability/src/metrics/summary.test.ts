import { createVirtualClock } from "@pergola/core/testing";
import fc from "fast-check";
import { expect, it } from "vitest";
import { failure, finished, started, tellRun } from "../events/runs.test-helper.ts";
import { createMetrics } from "../index.ts";
import { QuantileSketch } from "./quantile-sketch.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

it("tells of an agent how many runs ended how, how fast, and what they used, per step and resource", () => {
  const metrics = createMetrics({ clock: createVirtualClock() });
  for (let index = 1; index <= 100; index++) {
    const tell = tellRun(metrics, { runId: `run-${index}` });
    tell(started);
    tell({ type: "model-started", callId: "c", model: "openai:m", request: {} });
    const usage = { inputTokens: 10, outputTokens: 2, totalTokens: 12, cost: 0.5 };
    tell({ type: "model-finished", callId: "c", latencyMs: 5, usage });
    tell({ type: "tool-finished", callId: "t", tool: "clock", latencyMs: 1 });
    tell({ type: "step-finished", step: "answer", kind: "llm", latencyMs: index });
    const isBad = index > 90;
    const error = failure("MODEL_TIMEOUT");
    tell({ ...finished(isBad ? "failed" : "completed", isBad ? { error } : {}), latencyMs: index });
  }
  tellRun(metrics, { runId: "open" })(started);
  tellRun(metrics, { runId: "other" })({ ...finished(), latencyMs: 9_000 });
  metrics.recordResourceOperation({ resource: "database", operation: "query", agent: "host", durationMs: 3 });
  metrics.recordStep({ agent: "host", step: "alone", kind: "own", durationMs: 8, errorCode: "STEP_FAILED" });
  const other = { tenantId: "acme", userId: "ada", agentId: "other" };
  tellRun(metrics, { runId: "x", scope: other })({ ...finished(), latencyMs: 9_000 });

  const { runs, steps, resources, ...rest } = metrics.summary({ agent: "host" });
  expect(runs).toMatchObject({ count: 101, failed: 10, active: 1, outcomes: { completed: 91, failed: 10 } });
  expect(runs.successRate).toBeCloseTo(91 / 101);
  expect([near(runs.p50Ms, 51), near(runs.p95Ms, 96), near(runs.p99Ms, 100)]).toEqual([true, true, true]);
  expect(rest).toEqual({
    from: -DAY_MS,
    to: 0,
    errors: { MODEL_TIMEOUT: 10 },
    tokens: { input: 1_000, output: 200 },
    costUsd: 50,
  });
  expect(Object.keys(steps)).toEqual(["answer", "alone"]);
  expect(steps.alone).toMatchObject({ count: 1, failed: 1, successRate: 0 });
  expect(Object.entries(resources).map(([name, { count }]) => [name, count])).toEqual([
    ["model:openai:m", 100],
    ["tool:clock", 100],
    ["database", 1],
  ]);
  expect(metrics.summary().runs.count).toBe(102);
  expect(metrics.summary({ agent: "nobody" }).runs).toEqual({
    count: 0,
    failed: 0,
    cancelled: 0,
    active: 0,
    outcomes: {},
  });
});

it("what was cancelled is an outcome of its own: neither a failure nor an error, of runs and of their parts", () => {
  const metrics = createMetrics({ clock: createVirtualClock() });
  const error = failure("RUN_CANCELLED");
  for (const runId of ["stopped", "stopped too"]) {
    const tell = tellRun(metrics, { runId });
    tell({ type: "model-finished", callId: "c", latencyMs: 5, error });
    tell({ type: "tool-finished", callId: "t", tool: "clock", latencyMs: 1, error });
    tell({ type: "step-finished", step: "answer", kind: "llm", latencyMs: 5, error });
    tell({ type: "stage-finished", step: "answer", stage: "think", iteration: 1, latencyMs: 5, error });
    tell(finished("cancelled", { error }));
  }
  metrics.recordStep({ agent: "host", step: "own", kind: "own", durationMs: 8, errorCode: "RUN_CANCELLED" });
  const stopped = metrics.summary();
  expect(stopped.runs).toMatchObject({ count: 2, failed: 0, cancelled: 2, outcomes: { cancelled: 2 } });
  expect(stopped.runs).not.toHaveProperty("successRate");
  expect(stopped.errors).toEqual({});
  const parts = Object.entries({ ...stopped.steps, ...stopped.resources });
  expect(parts.map(([name, { failed, cancelled }]) => [name, failed, cancelled])).toEqual([
    ["answer", 0, 2],
    ["own", 0, 1],
    ["model:unknown", 0, 2],
    ["tool:clock", 0, 2],
  ]);
  tellRun(metrics, { runId: "good" })(finished());
  expect(metrics.summary().runs.successRate).toBe(1);
  const text = metrics.toPrometheus();
  expect(text).not.toContain("pergola_errors_total{");
  expect(text).toContain(
    'pergola_stage_duration_seconds_count{agent="host",step="answer",stage="think",outcome="cancelled"} 2',
  );
  // A run may fail because one that it asked was stopped.
  tellRun(metrics, { runId: "bad" })(finished("failed", { error }));
  expect(metrics.summary().runs.failed).toBe(1);
});

it("looks back the hours that it is asked for, and what is older than it keeps is forgotten", async () => {
  const clock = createVirtualClock(10 * DAY_MS);
  const metrics = createMetrics({ clock });
  const end = () => tellRun(metrics, { at: clock.now() })(finished());
  const counts = () => [1, 3, 24].map((hours) => metrics.summary({ hours }).runs.count);
  end();
  await clock.advance(2 * HOUR_MS);
  end();
  expect(counts()).toEqual([1, 2, 2]);
  await clock.advance(20 * HOUR_MS);
  expect(counts()).toEqual([0, 0, 2]);
  await clock.advance(10 * HOUR_MS);
  end();
  expect(counts()).toEqual([1, 1, 1]);
});

it.each([0, 25, 1.5, "24"])("%s hours are refused", (hours) => {
  expect(() => createMetrics().summary({ hours: hours as number })).toThrow(
    expect.objectContaining({ code: "OBSERVABILITY_OPTION_INVALID" }),
  );
});

it("a quantile of any values is within 1 % of the true one, also of sketches that were put together", () => {
  const value = fc.oneof(
    fc.integer({ min: -1_000, max: 100_000 }),
    fc.double({ min: 0.001, max: 1e6, noNaN: true }),
  );
  fc.assert(
    fc.property(fc.array(value, { minLength: 1 }), fc.nat(), (values, at) => {
      const [sketch, other] = [new QuantileSketch(), new QuantileSketch()];
      for (const [index, each] of values.entries()) (index < at % values.length ? sketch : other).add(each);
      sketch.merge(other);
      const sorted = [...values].sort((a, b) => a - b);
      for (const quantile of [0, 0.5, 0.95, 0.99, 1]) {
        const exact = sorted[Math.max(1, Math.ceil(quantile * values.length)) - 1] ?? 0;
        expect(near(sketch.quantile(quantile), exact)).toBe(true);
      }
      expect(sketch.count).toBe(values.length);
    }),
  );
});

const near = (value: number | undefined, exact: number) =>
  value !== undefined && Math.abs(value - exact) <= Math.abs(exact) * 0.0101;
