import { createAgent } from "@pergola/builders";
import { ScriptedChatModel } from "@pergola/core-steps/testing";
import { createMetrics } from "@pergola/observability";
import { expect, test } from "vitest";

test("an agent that is counted and timed", async () => {
  const model = new ScriptedChatModel(["Hello Ada."]);
  // #region metrics
  const metrics = createMetrics();
  const agent = await createAgent({ name: "support" })
    .withLlm(model) // your model
    .withObserver(metrics)
    .start();

  await agent.chat("I am Ada.");
  metrics.increment("greetings");

  const { runs, tokens } = metrics.summary({ agent: "support", hours: 1 });
  console.log(runs.count, runs.successRate, runs.p95Ms, tokens.output);
  console.log(metrics.toPrometheus()); // what your /metrics endpoint answers
  // #endregion
  expect([runs.count, runs.successRate]).toEqual([1, 1]);
  expect(metrics.toPrometheus()).toContain("greetings_total 1");
  await agent.close();
});
