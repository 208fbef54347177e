import { createVirtualClock } from "@pergola/core/testing";
import { expect, it } from "vitest";
import { failure, finished, tellRun } from "../events/runs.test-helper.ts";
import { createMetrics } from "../index.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** Metrics, and what tells them of a run that ends now. */
function measured() {
  const clock = createVirtualClock(24 * HOUR_MS);
  const metrics = createMetrics({ clock });
  let runs = 0;
  const end = (latencyMs: number, code?: string, agentId = "assistant") => {
    runs++;
    const scope = { tenantId: "acme", userId: "ada", agentId };
    const tell = tellRun(metrics, { at: clock.now(), runId: `run-${runs}`, scope });
    const usage = { inputTokens: 10, outputTokens: 2, totalTokens: 12, cost: 0.5 };
    tell({ type: "model-started", callId: "c", model: "openai:m", request: {} });
    tell({ type: "model-finished", callId: "c", latencyMs: 5, usage });
    const error = code === undefined ? {} : { error: failure(code) };
    tell({ ...finished(code === undefined ? "completed" : "failed", error), latencyMs });
  };
  return { clock, metrics, end };
}

it("tells of an hour by the minute, and of more by the quarter of an hour, each run in one slot", async () => {
  const { clock, metrics, end } = measured();
  const begin = clock.now();
  end(100);
  await clock.advance(MINUTE_MS);
  end(300, "MODEL_TIMEOUT");
  end(300);
  const hour = metrics.timeline({ hours: 1 });
  expect(hour).toMatchObject({ from: clock.now() - HOUR_MS, to: clock.now(), slotMs: MINUTE_MS });
  expect(hour.slots.map(({ at, runs }) => [at, runs.count, runs.failed])).toEqual([
    [begin, 1, 0],
    [begin + MINUTE_MS, 2, 1],
  ]);
  expect(hour.slots[1]).toMatchObject({
    errors: { MODEL_TIMEOUT: 1 },
    tokens: { input: 20, output: 4 },
    costUsd: 1,
  });
  expect(Math.abs((hour.slots[0]?.runs.p50Ms ?? 0) - 100)).toBeLessThanOrEqual(1.01);
  const day = metrics.timeline();
  expect(day.slotMs).toBe(15 * MINUTE_MS);
  expect(day.slots.map(({ at, runs }) => [at, runs.count])).toEqual([[begin, 3]]);
});

it("forgets minutes after an hour, and knows agents apart", async () => {
  const { clock, metrics, end } = measured();
  end(100);
  end(100, undefined, "other");
  expect(metrics.timeline({ hours: 1, agent: "other" }).slots[0]?.runs.count).toBe(1);
  expect(metrics.timeline({ hours: 1, agent: "nobody" }).slots).toEqual([]);
  await clock.advance(2 * HOUR_MS);
  end(100);
  expect(metrics.timeline({ hours: 1 }).slots).toHaveLength(1);
  expect(metrics.timeline({ hours: 3 }).slots.map(({ runs }) => runs.count)).toEqual([2, 1]);
});

it.each([0, 25, 1.5])("%s hours are refused", (hours) => {
  expect(() => createMetrics().timeline({ hours })).toThrow(
    expect.objectContaining({ code: "OBSERVABILITY_OPTION_INVALID" }),
  );
});
