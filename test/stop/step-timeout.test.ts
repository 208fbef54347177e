import { createAgent } from "@pergola/builders";
import { openai } from "@pergola/llm-openai";
import { reply, startVendorServer, type VendorServer } from "@pergola/resources/testing";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

let vendor: VendorServer;
beforeEach(async () => {
  vendor = await startVendorServer();
});
afterEach(() => vendor.close());

const withRetry = { timeoutMs: 300, retry: { maxRetries: 1, backoffBaseMs: 0 } };

describe("the timeoutMs of a step", () => {
  it.each([
    ["before the first word", reply.hang()],
    ["in the middle of the answer", { tokens: ["one", " two", " three"], delayMs: 200 }],
  ])("closes the socket of its model call %s, before the next attempt asks", async (_when, slow) => {
    let wasClosed = false;
    const fast = {
      async play(exchange: Parameters<ReturnType<typeof reply.text>["play"]>[0]) {
        wasClosed = (await vendor.requests[0]?.closed)?.by === "client";
        await reply.text("fine").play(exchange);
      },
    };
    vendor.enqueue(slow, fast);
    const agent = await createAgent()
      .withProvider(openai({ baseURL: vendor.baseURL, apiKey: "key", model: "vendor-model" }))
      .withLlm("openai")
      .withStep("llm", withRetry)
      .start();
    const { text, messages } = await agent.chat("hello");
    expect([text, messages.length]).toEqual(["fine", 1]);
    expect(wasClosed).toBe(true);
    expect(vendor.requests).toHaveLength(2);
    await agent.close();
  });
});
