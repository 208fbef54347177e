import { createAgent } from "@pergola/builders";
import { createVirtualClock } from "@pergola/core/testing";
import { openai } from "@pergola/llm-openai";
import { createMetrics } from "@pergola/observability";
import { chaos, reply, startVendorServer } from "@pergola/resources/testing";
import { expect, it } from "vitest";

const RESET_MS = 30_000;
const model = "vendor-model";

it("the state of a model's breaker is a gauge: open after its failures, closed again after one good call", async () => {
  const clock = createVirtualClock();
  await using vendor = await startVendorServer({
    replies: [chaos["server-error"](), chaos["server-error"](), reply.text("Back")],
  });
  await using metrics = createMetrics({ clock });
  await using agent = await createAgent({ name: "assistant" }, { clock })
    .withProvider(openai({ baseURL: vendor.baseURL }))
    .withLlm("openai", { model })
    .withRetry({ maxRetries: 0 })
    .withBreaker({ failures: 2, resetMs: RESET_MS })
    .withObserver(metrics)
    .start();
  const ask = () =>
    agent.chat("hello").then(
      ({ text }) => text,
      ({ code }) => code,
    );

  expect(await ask()).toBe("MODEL_UNAVAILABLE");
  expect(states()).toEqual({});
  expect(await ask()).toBe("MODEL_UNAVAILABLE");
  expect(states()).toEqual({ closed: 0, open: 1, "half-open": 0 });
  expect(await ask()).toBe("CIRCUIT_OPEN");
  await clock.advance(RESET_MS);
  expect(await ask()).toBe("Back");
  expect(states()).toEqual({ closed: 1, open: 0, "half-open": 0 });
  expect(metrics.toPrometheus()).toContain(
    `pergola_breaker_changes_total{agent="assistant",resource="llm",name="openai:${model}",state="half-open"} 1`,
  );

  function states() {
    const gauge = metrics.snapshot().metrics.find(({ name }) => name === "pergola_breaker_state");
    const named = (gauge?.series ?? []).map(({ labels, value }) => {
      expect(labels).toMatchObject({ agent: "assistant", resource: "llm", name: `openai:${model}` });
      return [labels.state, value];
    });
    return Object.fromEntries(named);
  }
});
