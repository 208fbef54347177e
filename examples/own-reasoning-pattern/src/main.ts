// Three ways to change how an agent reasons. Runs without network; asserts its own result.
import assert from "node:assert/strict";
import { AgentBuilder } from "@pergola/builders";
import { ScriptedChatModel } from "@pergola/core-steps/testing";
import { defineTool } from "@pergola/tools";
import { z } from "zod";
import { ledgerReact } from "./ledger-react.ts";
import { refineStep } from "./refine-step.ts";

const AMOUNTS: Readonly<Record<string, number>> = { rent: 900, food: 310 };
const amount = defineTool({
  name: "amount",
  description: "Tells what was spent on something, in euros.",
  input: z.object({ on: z.string() }),
  execute: ({ on }) => String(AMOUNTS[on] ?? "unknown"),
});
const asks = (...things: string[]) => ({
  toolCalls: things.map((on) => ({ name: "amount", arguments: { on } })),
});

const State = z.object({ thoughts: z.array(z.string()).optional() });

// By option: ReAct with a reflection after each round, in words of your own.
const careful = new ScriptedChatModel([
  asks("rent"),
  "Food is missing.",
  asks("food"),
  "All there.",
  "1210 euros.",
]);
const reflecting = await new AgentBuilder(State)
  .withLlm(careful)
  .withTools([amount])
  .withStep("react", { reflect: true, reasoningAs: "thoughts", prompts: { reflect: "What is missing?" } })
  .build();
const first = await reflecting.chat("What did I spend?");
await reflecting.close();
console.log("by option:", first.text, first.state.thoughts);
assert.equal(first.text, "1210 euros.");
assert.deepEqual(first.state.thoughts, ["Food is missing.", "All there."]);
careful.expectCall(1, { lastMessage: /What is missing\?$/ });

// By subclass: only the reflection is another one, and it needs no model.
const quick = new ScriptedChatModel([
  asks("rent", "food", "fun"),
  ({ messages }) => `You spent ${/come to (\d+)/.exec(messages.at(-1)?.text ?? "")?.[1]} euros.`,
]);
const checked = await new AgentBuilder(State)
  .withLlm(quick)
  .withTools([amount])
  .withStep(ledgerReact, { reasoningAs: "thoughts" })
  .build();
const second = await checked.chat("What did I spend?");
await checked.close();
console.log("by subclass:", second.text, second.state.thoughts);
assert.equal(second.text, "You spent 1210 euros.");
assert.deepEqual(second.state.thoughts, [
  "The amounts so far come to 1210; 1 of the results are no amounts.",
]);
quick.expectCalls(2);

// By composition: a step type of its own.
const writer = new ScriptedChatModel(
  [
    "It depends.",
    '{"faults":["It names no number."]}',
    "Rent is 900 euros.",
    '{"faults":[]}',
    "Rent is 900 euros.",
  ],
  { direct: true },
);
const refining = await new AgentBuilder(State)
  .withLlm(writer)
  .withStep(refineStep, { criteria: ["It names a number.", "It is one sentence."] })
  .build();
const third = await refining.chat("What is my rent?");
await refining.close();
console.log("by composition:", third.text);
assert.equal(third.text, "Rent is 900 euros.");
assert.equal(third.messages.length, 1);
writer.expectCall(2, { lastMessage: /Its faults:\n1\. It names no number\./ });
writer.expectScriptDone();

console.log("own-reasoning-pattern: ok");
