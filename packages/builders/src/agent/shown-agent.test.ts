import { inspect } from "node:util";
import { ScriptedChatModel } from "@pergola/core-steps/testing";
import { calculator } from "@pergola/tools";
import { expect, it } from "vitest";
import { createAgent } from "../index.ts";

const PLUM = "plum-tree-in-spring";

it("console.log of an agent says what it is and how it is, and no secret", async () => {
  const agent = await createAgent({ name: "helper", version: "1.2.0" })
    .withLlm(new ScriptedChatModel(["hello"]))
    .withTools([calculator()])
    .withMemory({ type: "conversation" })
    .withStep("tools-loop", { systemPrompt: `The password is ${PLUM}.` })
    .build();
  expect(inspect(agent)).toMatch(
    /^Agent \{\n {2}name: 'helper',\n {2}version: '1\.2\.0',\n {2}status: 'built',/,
  );
  for (const part of [
    "model: 'scripted",
    "steps: [ 'tools-loop' ]",
    "tools: [ 'calculator' ]",
    "'conversation'",
  ])
    expect(inspect(agent)).toContain(part);
  await agent.start();
  expect(inspect({ agent }, { depth: 9 })).toContain("status: 'started'");
  expect(inspect({ agent }, { depth: 9, showHidden: true })).not.toContain(PLUM);
  await agent.close();
  expect(inspect(agent)).toContain("status: 'closed'");
});

it("console.log of an agent that calls no model says so", async () => {
  await using agent = await createAgent()
    .withStep("custom", { step: () => undefined })
    .build();
  expect(inspect(agent)).toMatch(/^Agent \{\n {2}name: 'agent',/);
  expect(inspect(agent)).toContain("model: ");
});
