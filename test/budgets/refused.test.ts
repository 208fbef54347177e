import { createAgent } from "@pergola/builders";
import { openai } from "@pergola/llm-openai";
import { reply, startVendorServer } from "@pergola/resources/testing";
import { afterAll, beforeAll, expect, test } from "vitest";

let vendor: Awaited<ReturnType<typeof startVendorServer>>;
beforeAll(async () => {
  vendor = await startVendorServer({ reply: () => reply.text("Yes, of course.") });
});
afterAll(() => vendor.close());

const agentOf = (config: object, budget?: object) =>
  createAgent({
    llm: { provider: "openai", model: "gpt-5-mini", baseURL: vendor.baseURL, ...config },
    providers: [openai()],
    ...(budget !== undefined && { budget }),
  }).build();

test("a vendor that is not asked for usage is not called with a budget, and is called without", async () => {
  const before = vendor.requests.length;
  await using limited = await agentOf({ streamUsage: false }, { run: { tokens: 10_000 } });
  await expect(limited.chat("hi")).rejects.toMatchObject({
    code: "BUDGET_UNENFORCEABLE",
    hint: expect.stringContaining("streamUsage: true"),
  });
  expect(vendor.requests).toHaveLength(before);
  await using free = await agentOf({ streamUsage: false });
  expect((await free.chat("hi")).text).toBe("Yes, of course.");
});

test("the price of the vendor's own address is none at another one, until somebody says it", async () => {
  const cost = { run: { cost: 1 } };
  await using unknown = await agentOf({}, cost);
  await expect(unknown.chat("hi")).rejects.toMatchObject({
    code: "BUDGET_UNENFORCEABLE",
    hint: expect.stringContaining('budget.prices: { "openai:gpt-5-mini": { input'),
  });
  const prices = { "openai:gpt-5-mini": { input: 1_000, output: 1_000 } };
  await using known = await agentOf({}, { ...cost, prices });
  const { usage } = await known.chat("hi");
  expect(usage.cost).toBe(usage.totalTokens / 1_000);
});

test("the longest answer of a provider's config stays the longest one", async () => {
  await using agent = await agentOf({ maxTokens: 77 }, { run: { tokens: 10_000 } });
  await agent.chat("hi");
  expect(vendor.requests.at(-1)?.body?.max_tokens).toBe(77);
});

test("without a limit nothing is sent that nobody has set", async () => {
  await using agent = await agentOf({}, { prices: { "openai:*": { input: 1, output: 1 } } });
  await agent.chat("hi");
  expect(vendor.requests.at(-1)?.body).not.toHaveProperty("max_tokens");
});
