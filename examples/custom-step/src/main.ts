// An agent with a step type of its own. Runs without network; asserts its own result.
import assert from "node:assert/strict";
import { AgentBuilder } from "@pergola/builders";
import { createStepRegistry } from "@pergola/core-steps";
import { ScriptedChatModel } from "@pergola/core-steps/testing";
import { z } from "zod";
import { glossaryStep } from "./glossary-step.ts";

// What a child registers stays in it: other agents of this program do not get the step type.
const builtIn = createStepRegistry();
const registry = builtIn.child();
registry.register(glossaryStep);

const State = z.object({ topic: z.string(), draft: z.string().optional(), text: z.string().optional() });
const model = new ScriptedChatModel(["E-mails go to a data base. The data base is copied at night."]);
const writer = new AgentBuilder(State, { registry })
  .withName("writer")
  .withLlm(model)
  .withStep("llm", { promptTemplate: "Write two sentences about {topic}.", as: "draft" });

const agent = await writer
  .withStep("glossary", { from: "draft", as: "text", terms: { "e-mails": "mails", "data base": "database" } })
  .build();
const { text } = await agent.run({ topic: "our archive" });
await agent.close();
console.log(text);

assert.equal(text, "Mails go to a database. The database is copied at night.");
assert.equal(builtIn.has("glossary"), false);
await assert.rejects(writer.withStep("glossary", { from: "draft", as: "text", terms: {} }).build(), {
  code: "INVALID_AGENT_CONFIG",
  message: /A glossary has at least one term/,
});
console.log("custom-step: ok");
