// An agent whose first model breaks: the second one answers. Runs offline; asserts its own result.
import assert from "node:assert/strict";
import { createAgent } from "@pergola/builders";
import { offline } from "@pergola/llm-offline";
import { openai } from "@pergola/llm-openai";
import { chaos, startVendorServer } from "@pergola/resources/testing/vendor-server";

// A vendor that begins every answer with HTTP 200 and then an error.
await using vendor = await startVendorServer({ reply: chaos["error-in-stream-first"] });

// #region fallback
await using agent = await createAgent({ name: "assistant" })
  .withProvider(openai({ model: "gpt-5-mini", baseURL: vendor.baseURL }))
  .withProvider(offline())
  .withLlm(["openai", "offline"])
  .withRetry({ maxRetries: 1, backoffBaseMs: 10 })
  .withStep("llm", {})
  .start();

const stream = agent.stream("What is 12 * 7?");
for await (const event of stream) {
  if (event.type === "model-fell-back")
    console.log(`${event.from} failed (${event.error.code}): ${event.to}`);
  if (event.type === "text-delta") process.stdout.write(event.text);
}
// #endregion
const { text } = await stream.result;
assert.notEqual(text, "");
// One request and one retry.
assert.equal(vendor.requests.length, 2);

// After five failures in a row the first model is left alone for 30 seconds: it gets no further request.
for (let turn = 0; turn < 5; turn++) await agent.chat("And now?");
assert.equal(vendor.requests.length, 5);
console.log("\nfallback: ok");
