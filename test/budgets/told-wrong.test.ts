import { createAgent } from "@pergola/builders";
import { openai } from "@pergola/llm-openai";
import { reply, startVendorServer } from "@pergola/resources/testing";
import { expect, test } from "vitest";

const PRICE = { input: 1_000, output: 1_000 };

test.each([
  ["texts", { prompt_tokens: "1", completion_tokens: "1", total_tokens: "2" }],
  ["less than nothing", { prompt_tokens: -9_000, completion_tokens: 1, total_tokens: -8_999 }],
  ["an answer to nothing", { completion_tokens: 1, total_tokens: 1 }],
  ["nothing at all", { prompt_tokens: 0, completion_tokens: 0, total_tokens: 0 }],
  ["parts of tokens", { prompt_tokens: 0.1, completion_tokens: 0.1, total_tokens: 0.2 }],
  ["no object", "lots"],
])("a vendor that tells %s is counted at the worst case, and the turn can be read", async (_, usage) => {
  await using vendor = await startVendorServer({
    reply: () => reply.answer({ tokens: ["Yes."], usage: usage as never }),
  });
  await using agent = await createAgent({
    llm: { provider: "openai", model: "m", baseURL: vendor.baseURL },
    providers: [openai({ maxTokens: 500 })],
    budget: { prices: { "openai:m": PRICE }, user: { tokens: 1_200, cost: 1.2 } },
  })
    .withMemory({ type: "conversation" })
    .build();
  expect((await agent.chat("hi", { sessionId: "s" })).text).toBe("Yes.");
  const exceeded = await agent.chat("x".repeat(400), { sessionId: "s" }).catch((error: unknown) => error);
  expect(exceeded).toMatchObject({ code: "BUDGET_EXCEEDED", details: { limit: 1_200, reserved: 0 } });
  expect((exceeded as { details: { spent: number } }).details.spent).toBeGreaterThan(500);
  const scope = { tenantId: "local", userId: "default", agentId: "agent", sessionId: "s" };
  expect((await agent.memory.transcript(scope))?.turns[0]?.outcome).toBe("completed");
});

test("a vendor that tells more than it was allowed is believed, and the next call is refused", async () => {
  const usage = { prompt_tokens: 5_000, completion_tokens: 5_000, total_tokens: 10_000 };
  await using vendor = await startVendorServer({ reply: () => reply.answer({ tokens: ["Yes."], usage }) });
  await using agent = await createAgent({
    llm: { provider: "openai", model: "m", baseURL: vendor.baseURL },
    providers: [openai({ maxTokens: 500 })],
    budget: { user: { tokens: 1_200 } },
  }).build();
  await agent.chat("hi");
  await expect(agent.chat("hi")).rejects.toMatchObject({ details: { spent: 10_000, limit: 1_200 } });
});

test.each(["gpt-5-mini-2099-01-01", "gpt-5-minimal", "GPT-5-mini", "ft:gpt-5-mini:me::1"])(
  "%s has no price by the table, so that a cap on money lets no request out",
  async (model) => {
    const requests: unknown[] = [];
    const fetch = async (...request: unknown[]): Promise<Response> => {
      requests.push(request);
      throw new TypeError("no network");
    };
    await using agent = await createAgent({
      llm: { provider: "openai", model },
      providers: [openai({ apiKey: "sk-none", fetch: fetch as never })],
      budget: { run: { cost: 1 } },
    }).build();
    await expect(agent.chat("hi")).rejects.toMatchObject({
      code: "BUDGET_UNENFORCEABLE",
      hint: expect.stringContaining(`"openai:${model}"`),
      details: { reason: "price-unknown" },
    });
    expect(requests).toEqual([]);
  },
);
