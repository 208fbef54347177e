import { interrupt, MemorySaver } from "@langchain/langgraph";
import { AgentBuilder, createAgent } from "@pergola/builders";
import { ScriptedChatModel } from "@pergola/core-steps/testing";
import { createMetrics, type Metrics } from "@pergola/observability";
import { calculator } from "@pergola/tools";
import { expect, it } from "vitest";
import { z } from "zod";

const State = z.object({ topic: z.string(), facts: z.string().optional(), isSent: z.boolean().optional() });

/** Series of a metric as `label label value`; of a histogram the value is its count. */
function shown(metrics: Metrics, name: string): readonly string[] {
  const metric = metrics.snapshot().metrics.find((each) => each.name === `pergola_${name}`);
  return (metric?.series ?? []).map(({ labels, value, count }) =>
    [...Object.values(labels), value ?? count].join(" "),
  );
}

it("a turn with a tool: its run, step, model calls, tool call and tokens", async () => {
  const metrics = createMetrics();
  const model = new ScriptedChatModel([
    { toolCalls: [{ name: "calculator", arguments: { expression: "6 * 7" } }] },
    { text: "42", usage: { inputTokens: 20, outputTokens: 3, totalTokens: 23 } },
  ]);
  await using agent = await createAgent({ name: "host" })
    .withLlm(model)
    .withTools([calculator()])
    .withObserver(metrics)
    .build();
  await agent.chat("6 * 7?");
  expect(shown(metrics, "run_duration_seconds")).toEqual(["host completed 1"]);
  expect(shown(metrics, "step_duration_seconds")).toEqual(["host tools_loop_step_0 tools-loop ok 1"]);
  expect(shown(metrics, "tool_call_duration_seconds")).toEqual(["host calculator ok 1"]);
  expect(shown(metrics, "model_call_duration_seconds")).toEqual([expect.stringMatching(/^host .+ ok 2$/)]);
  expect(shown(metrics, "tokens_total")).toEqual(
    expect.arrayContaining([expect.stringMatching(/ input \d+$/), expect.stringMatching(/ output \d+$/)]),
  );
});

it("a step that is tried again and then answered from its cache", async () => {
  const metrics = createMetrics();
  let calls = 0;
  const step = () => {
    calls += 1;
    if (calls === 1) throw new Error("not yet");
    return { facts: "known" };
  };
  await using agent = await new AgentBuilder(State)
    .withName("host")
    .withStep("custom", { nodeName: "look", step, retry: { maxRetries: 1, backoffBaseMs: 0 }, cache: {} })
    .withObserver(metrics)
    .build();
  await agent.run({ topic: "ants" });
  await agent.run({ topic: "ants" });
  expect(calls).toBe(2);
  expect(shown(metrics, "step_retries_total")).toEqual(["host look 1"]);
  expect(shown(metrics, "steps_cached_total")).toEqual(["host look 1"]);
});

it("a run that waits for an answer is not active, and goes on as the same run", async () => {
  const metrics = createMetrics();
  await using agent = await new AgentBuilder(State)
    .withName("host")
    .withCheckpointer(new MemorySaver())
    .withStep("custom", {
      nodeName: "ask",
      needsGraph: true,
      step: () => ({ isSent: interrupt<string, boolean>("Send it?") }),
    })
    .withObserver(metrics)
    .build();
  const { runId } = await agent.stream({ topic: "lunch" }).result;
  expect([metrics.activeRuns(), shown(metrics, "runs_suspended_total")]).toEqual([[], ["host 1"]]);
  await agent.resume(runId, true);
  expect(shown(metrics, "runs_resumed_total")).toEqual(["host 1"]);
  expect(shown(metrics, "run_duration_seconds")).toEqual(["host completed 1"]);
  expect(shown(metrics, "runs_active")).toEqual(["host 0"]);
});

it("an agent inside an agent is counted once, for itself", async () => {
  const metrics = createMetrics();
  await using inner = await createAgent({ name: "inner" })
    .withLlm(new ScriptedChatModel(["ants"]))
    .withObserver(metrics)
    .build();
  await using outer = await new AgentBuilder()
    .withName("outer")
    .withStep("agent", { agent: inner })
    .withObserver(metrics)
    .build();
  await outer.chat("What are they?");
  expect(shown(metrics, "run_duration_seconds")).toEqual(["inner completed 1", "outer completed 1"]);
  expect(metrics.summary({ agent: "inner" }).runs.count).toBe(1);
});

it("a sink that never answers slows no run, and fails none", async () => {
  const metrics = createMetrics({ bufferSize: 5, batchSize: 5, flushMs: 0, closeTimeoutMs: 1 });
  metrics.attach({ write: () => new Promise<void>(() => {}) });
  const texts = Array.from({ length: 20 }, () => "ok");
  await using agent = await createAgent({ name: "host" })
    .withLlm(new ScriptedChatModel(texts))
    .withObserver(metrics)
    .build();
  for (const text of texts) expect((await agent.chat("hi")).text).toBe(text);
  expect(metrics.sinks().sink).toMatchObject({ written: 0, waiting: 5, failedWrites: 0 });
  expect(metrics.sinks().sink?.dropped).toBeGreaterThan(50);
  await metrics.close();
});
