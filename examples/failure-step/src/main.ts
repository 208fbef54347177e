// A failure step of your own. Runs without network; asserts its own result.
import assert from "node:assert/strict";
import { createAgent } from "@pergola/builders";
import { offline } from "@pergola/llm-offline";
import { defineFailureStep, defineOutputAdapter, defineToolStep, defineWorkflow } from "@pergola/pipeline";

class WarehouseClosed extends Error {
  override readonly name = "WarehouseClosed";
}

const lookUp = defineToolStep({
  name: "look-up",
  retry: { maxRetries: 1, backoffBaseMs: 1 },
  run({ message }) {
    if (message.includes("stock")) throw new WarehouseClosed("opens at 8");
    return "3 in the shop";
  },
});
const reply = defineOutputAdapter({
  name: "reply",
  run: (context) => context.setResponse(String(context.load("look-up"))),
});

// #region failure-step
const sayWhen = defineFailureStep({
  name: "say-when",
  run(context) {
    const { stage, step, error } = context.failure ?? {};
    context.logger.warn("A turn failed", { stage, step, code: error?.code });
    context.setResponse(`The warehouse cannot be asked right now. Try again later (${stage}/${step}).`);
  },
});

const workflow = defineWorkflow({ stages: { do: [lookUp], deliver: [reply], error: [sayWhen] } });
// #endregion

const agent = await createAgent({ name: "shop", providers: [offline()] })
  .withLlm("offline")
  .withWorkflow(workflow)
  .start();

const well = await agent.chat("How many are in the shop?");
console.log(well.text);
assert.equal(well.text, "3 in the shop");

// The step is tried twice, then its stage ends, and the error stage answers.
const finished: string[] = [];
const stream = agent.stream("How many are in stock?");
for await (const event of stream)
  if (event.type === "step-finished" && event.error) finished.push(event.step);
const { text } = await stream.result;
console.log(text);
assert.equal(text, "The warehouse cannot be asked right now. Try again later (do/look-up).");
await agent.close();
console.log("failure-step: ok");
