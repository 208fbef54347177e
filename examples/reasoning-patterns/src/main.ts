// One question, three ways to reason about it. Runs without network; asserts its own result.
import assert from "node:assert/strict";
import { AgentBuilder } from "@pergola/builders";
import { z } from "zod";
import { shop } from "./shop.ts";
import { shopAssistant } from "./shop-assistant.ts";

const State = z.object({ reasoning: z.array(z.unknown()).optional() });
const builder = () => new AgentBuilder(State).withLlm(shopAssistant()).withTools(shop);

const patterns = {
  react: builder().withStep("react", { reflect: true, reasoningAs: "reasoning" }),
  "chain-of-thought": builder().withStep("chain-of-thought", { selfCheck: true, reasoningAs: "reasoning" }),
  "plan-and-execute": builder().withStep("plan-and-execute", { planAs: "reasoning" }),
};

const QUESTION = "Are three lamps and two shades below 200 euros?";
console.log(QUESTION);

for (const [name, pattern] of Object.entries(patterns)) {
  const agent = await pattern.withName(name).build();
  const stream = agent.stream(QUESTION);
  let [text, thoughts] = ["", ""];
  for await (const event of stream) {
    if (event.type === "text-delta") text += event.text;
    if (event.type === "reasoning-delta") thoughts += event.text;
  }
  const { toolCalls, iterations, text: answer, state } = await stream.result;
  // A step may write anything to a key of the state.
  const reasoning = (state.reasoning ?? []) as readonly unknown[];
  await agent.close();

  console.log(`\n${name}: ${iterations} model calls`);
  for (const step of reasoning) console.log(`  ${JSON.stringify(step)}`);
  for (const call of toolCalls) console.log(`  ${call.name} ${JSON.stringify(call.arguments)}`);
  console.log(`  ${answer}`);

  assert.equal(answer, "Yes: together they cost 186.7 euros.");
  assert.deepEqual(
    toolCalls.map((call) => [call.name, call.arguments]),
    [
      ["price", { article: "lamp" }],
      ["price", { article: "shade" }],
      ["calculator", { expression: "3 * 49.9 + 2 * 18.5" }],
    ],
  );
  assert.ok(text.endsWith(answer), "the answer is streamed as text");
  assert.ok(thoughts.length > 0 && !thoughts.includes(answer), "the reasoning is streamed apart from it");
  assert.ok(reasoning.length > 1, "the reasoning is in the state");
}

console.log("\nreasoning-patterns: ok");
