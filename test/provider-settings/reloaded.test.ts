import { createAgent } from "@pergola/builders";
import { openai } from "@pergola/llm-openai";
import { chaos, startVendorServer } from "@pergola/resources/testing";
import { expect, test } from "vitest";

test("breaker settings are live in the turn after a reload", async () => {
  await using vendor = await startVendorServer({ reply: chaos.overloaded });
  const provider = openai();
  const definition = (failures: number) =>
    createAgent()
      .withProvider(provider)
      .withLlm({ provider: "openai", model: "vendor-model", baseURL: vendor.baseURL })
      .withRetry({ maxRetries: 0 })
      .withBreaker({ failures })
      .withStep("llm", {});
  await using agent = await definition(5).start();
  const turn = () =>
    agent.chat("hi").then(
      () => "answered",
      ({ code }) => code,
    );
  expect([await turn(), await turn(), await turn()]).toEqual(Array(3).fill("MODEL_UNAVAILABLE"));
  await agent.reload(definition(1).config);
  expect([await turn(), await turn()]).toEqual(["MODEL_UNAVAILABLE", "CIRCUIT_OPEN"]);
  expect(vendor.requests).toHaveLength(4);
});
