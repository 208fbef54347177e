// A support agent in stages. Runs offline, with a model that answers from a script; asserts its own result.
import assert from "node:assert/strict";
import { createAgent } from "@pergola/builders";
import { ScriptedChatModel } from "@pergola/core-steps/testing";
import { defineTool } from "@pergola/tools";
import { z } from "zod";
import { support } from "./support-workflow.ts";

const input = z.object({ account: z.string() });
const orders = defineTool({
  name: "orders",
  description: "The open orders of an account.",
  input,
  execute: ({ account }) => `2 orders of ${account}`,
});
const balance = defineTool({
  name: "balance",
  description: "The balance of an account.",
  input,
  execute: () => "12.50",
});

// The first draft has the wrong tone, so that all stages run a second time.
const model = new ScriptedChatModel(["Unfortunately there are 2.", "You have 2 open orders and 12.50 left."]);

// #region agent
await using agent = await createAgent({ name: "support" })
  .withLlm(model)
  .withTools([orders, balance])
  .withWorkflow(support.with({ tone: "briefly" }))
  .start();

const stream = agent.stream("What about my account 4711?");
for await (const event of stream) {
  if (event.type === "stage-finished")
    console.log(`${event.iteration} ${event.stage}: ${event.results?.join(", ")}`);
  if (event.type === "text-delta") console.log(`> ${event.text}`);
}
// #endregion
const { text } = await stream.result;
assert.equal(text, "You have 2 open orders and 12.50 left.");
assert.match(JSON.stringify(model.calls[1]), /Answer briefly/);

const { text: apology } = await agent.chat("What about my account?");
assert.equal(apology, "Sorry, I could not help (account).");
console.log("staged-workflow: ok");
