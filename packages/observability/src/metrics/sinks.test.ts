import { createVirtualClock } from "@pergola/core/testing";
import { expect, it } from "vitest";
import { finished, scope, started, tellRun } from "../events/runs.test-helper.ts";
import { createMetrics, type MetricPoint } from "../index.ts";

function collecting(name?: string) {
  const points: MetricPoint[] = [];
  const sink = {
    ...(name && { name }),
    write: (batch: readonly MetricPoint[]) => void points.push(...batch),
  };
  return { points, sink };
}

it("a sink that is attached later is given every measurement from then on, with its run and scope", async () => {
  const metrics = createMetrics({ clock: createVirtualClock(5) });
  const tell = tellRun(metrics, { at: 9 });
  tell(started);
  const { points, sink } = collecting();
  metrics.attach(sink);
  tell({ ...finished(), latencyMs: 1_500 });
  metrics.record("score", 0.5, { note: "fine", apiKey: "sk-A1b2C3d4E5f6G7h8I9j0K1l2" });
  await metrics.close();
  expect(points).toEqual([
    {
      at: 9,
      runId: "run-1",
      scope,
      name: "pergola_run_duration_seconds",
      kind: "histogram",
      value: 1.5,
      labels: { agent: "host", outcome: "completed" },
    },
    {
      at: 9,
      runId: "run-1",
      scope,
      name: "pergola_runs_active",
      kind: "gauge",
      value: 0,
      labels: { agent: "host" },
    },
    {
      at: 5,
      name: "score",
      kind: "summary",
      value: 0.5,
      labels: {},
      metadata: { note: "fine", apiKey: expect.stringContaining("redacted") },
    },
  ]);
});

it("sinks do not know of each other: one that hangs is told of in the metrics, the other one gets all", async () => {
  const clock = createVirtualClock();
  const metrics = createMetrics({ clock, bufferSize: 10, batchSize: 5 });
  const { points, sink } = collecting("good");
  metrics.attach({ name: "bad", write: () => new Promise<void>(() => {}) });
  metrics.attach(sink);
  for (let index = 0; index < 50; index++) {
    metrics.increment("orders");
    if (index % 5 === 4) await clock.advance(0);
  }
  expect(points).toHaveLength(50);
  expect(metrics.sinks()).toEqual({
    bad: { written: 0, waiting: 10, dropped: 35, failedWrites: 0 },
    good: { written: 50, waiting: 0, dropped: 0, failedWrites: 0 },
  });
  expect(metrics.toPrometheus()).toContain('pergola_metrics_dropped_total{sink="bad"} 35');
  const closed = metrics.close();
  await clock.advance(5_000);
  await closed;
});

it("a sink that is let go is given the rest, and nothing more", async () => {
  const metrics = createMetrics();
  const { points, sink } = collecting();
  const detach = metrics.attach(sink);
  metrics.increment("orders");
  await detach();
  metrics.increment("orders");
  expect([points.length, metrics.sinks()]).toEqual([1, {}]);
});

it("what is no sink is refused", () => {
  expect(() => createMetrics().attach({} as never)).toThrow(
    expect.objectContaining({ code: "OBSERVABILITY_OPTION_INVALID" }),
  );
});
