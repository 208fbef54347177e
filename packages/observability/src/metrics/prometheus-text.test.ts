import fc from "fast-check";
import { expect, it } from "vitest";
import { failure, finished, started, tellRun } from "../events/runs.test-helper.ts";
import { createMetrics } from "../index.ts";
import { parsedText } from "./parsed-text.test-helper.ts";

const MODEL = { callId: "c1", model: "openai:gpt-5", request: {} };

it("a parser of others reads every metric of a run", () => {
  const metrics = createMetrics();
  const tell = tellRun(metrics);
  tell(started);
  tell({ type: "step-started", step: "answer", kind: "llm" });
  tell({ type: "model-started", ...MODEL });
  tell({
    type: "model-finished",
    callId: "c1",
    latencyMs: 30,
    usage: { inputTokens: 7, outputTokens: 3, totalTokens: 10, cachedInputTokens: 2, cost: 0.25 },
  });
  tell({ type: "tool-finished", callId: "t1", tool: "clock", latencyMs: 2, error: failure("TOOL_FAILED") });
  tell({ type: "step-finished", step: "answer", kind: "llm", latencyMs: 35 });
  tell(finished());
  metrics.increment("orders", 2);
  metrics.record("cart.size", 4);

  const { types, samples } = parsedText(metrics.toPrometheus());
  const ofRun = { agent: "host", outcome: "completed" };
  expect(types.get("pergola_run_duration_seconds")?.type).toBe("HISTOGRAM");
  expect(samples("pergola_run_duration_seconds_count")).toEqual([{ labels: ofRun, value: 1 }]);
  expect(samples("pergola_run_duration_seconds_sum")).toEqual([{ labels: ofRun, value: 0.04 }]);
  const buckets = samples("pergola_run_duration_seconds_bucket");
  expect(buckets.map(({ labels: { le }, value }) => [le, value]).slice(3, 5)).toEqual([
    ["0.025", 0],
    ["0.05", 1],
  ]);
  expect(buckets.at(-1)).toEqual({ labels: { ...ofRun, le: "+Inf" }, value: 1 });
  const ofModel = { agent: "host", model: "openai:gpt-5" };
  expect(samples("pergola_model_call_duration_seconds_count")).toEqual([
    { labels: { ...ofModel, outcome: "ok" }, value: 1 },
  ]);
  expect(samples("pergola_tokens_total")).toEqual([
    { labels: { ...ofModel, direction: "input" }, value: 7 },
    { labels: { ...ofModel, direction: "output" }, value: 3 },
    { labels: { ...ofModel, direction: "cached_input" }, value: 2 },
  ]);
  expect(samples("pergola_cost_dollars_total")).toEqual([{ labels: ofModel, value: 0.25 }]);
  expect(samples("pergola_errors_total")).toEqual([
    { labels: { agent: "host", component: "tool", name: "clock", code: "TOOL_FAILED" }, value: 1 },
  ]);
  expect(samples("pergola_runs_active")).toEqual([{ labels: { agent: "host" }, value: 0 }]);
  expect(samples("orders_total")).toEqual([{ labels: {}, value: 2 }]);
  expect([types.get("cart_size")?.type, samples("cart_size_sum")]).toEqual([
    "SUMMARY",
    [{ labels: {}, value: 4 }],
  ]);
  for (const { help, type } of types.values()) {
    expect(help).not.toBe("");
    expect(["COUNTER", "GAUGE", "HISTOGRAM", "SUMMARY"]).toContain(type);
  }
});

it("any name of an agent or a step comes back from the parser as it was", () => {
  fc.assert(
    fc.property(
      fc.array(fc.string({ unit: "grapheme", minLength: 1, maxLength: 20 }), { minLength: 1 }),
      (names) => {
        const shown = names.map((name) => name.replace(/\p{Cc}/gu, " "));
        const metrics = createMetrics();
        const tell = tellRun(metrics);
        tell({ ...started, agentId: 'a\\b"c\n' });
        for (const step of names) tell({ type: "step-finished", step, kind: "llm", latencyMs: 1 });

        const steps = parsedText(metrics.toPrometheus()).samples("pergola_step_duration_seconds_count");
        expect(new Set(steps.map(({ labels }) => labels.step))).toEqual(new Set(shown));
        expect(steps[0]?.labels.agent).toBe('a\\b"c ');
      },
    ),
  );
});

it("without anything to tell the text is empty", () => {
  expect(createMetrics().toPrometheus()).toBe("");
});
