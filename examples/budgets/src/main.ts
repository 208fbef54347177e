// Budgets of a run and of a user: what a call may cost is reserved before it is made. Runs offline; asserts its own result.
import assert from "node:assert/strict";
import { createAgent } from "@pergola/builders";
import { isPergolaError } from "@pergola/core";
import { openai } from "@pergola/llm-openai";
import { reply, startVendorServer } from "@pergola/resources/testing/vendor-server";

// A vendor whose answers have 1 000 tokens, or as many as the request allows.
await using vendor = await startVendorServer({
  reply: ({ body }) => {
    const prompt_tokens = 100;
    const completion_tokens = Math.min(1_000, Number(body?.max_tokens));
    const usage = { prompt_tokens, completion_tokens, total_tokens: prompt_tokens + completion_tokens };
    return reply.answer({ tokens: ["Of course: ", "…"], usage });
  },
});

// #region budget
await using agent = await createAgent({ name: "assistant" })
  .withProvider(openai({ model: "gpt-5-mini", baseURL: vendor.baseURL }))
  .withLlm("openai")
  .withMemory({ type: "conversation" })
  .withBudget({
    run: { tokens: 3_000 },
    user: { cost: 0.01, per: "day" },
    // The vendor of this example is no OpenAI: what it takes has to be said.
    prices: { "openai:*": { input: 0.25, cachedInput: 0.025, output: 2 } },
  })
  .build();
// #endregion

// The answer may be as long as the run can pay, and no longer.
const first = await agent.chat("Write me a poem.", { userId: "ada" });
const [request] = vendor.requests;
assert.ok(Number(request?.body?.max_tokens) < 3_000);
assert.equal(first.usage.cost, 0.002025);
console.log(`ada's first turn cost $${first.usage.cost}`);

// A call may have less than its agent: never more.
const small = agent.chat("Write me a poem.", { userId: "bob", budget: { run: { tokens: 20 } } });
await assert.rejects(small, { code: "BUDGET_EXCEEDED" });

// Each user has a budget of their own. The call that might exceed it is not made.
let turns = 1;
try {
  for (; turns < 20; turns++) await agent.chat("And another one.", { userId: "ada" });
} catch (error) {
  if (!isPergolaError(error, "BUDGET_EXCEEDED")) throw error;
  const { cap, limit, spent } = error.details;
  console.log(`after ${turns} turns: the ${cap} has spent $${spent} of $${limit}`);
  assert.ok(Number(spent) <= 0.01);
}
assert.ok(turns > 2 && turns < 20);
assert.equal(vendor.requests.length, turns);
await agent.chat("Hello!", { userId: "bob" });
console.log("budgets: ok");
