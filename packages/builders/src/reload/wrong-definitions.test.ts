import { ScriptedChatModel } from "@pergola/core-steps/testing";
import type { ProviderFactory } from "@pergola/resources";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { createAgent } from "../index.ts";

const provider: ProviderFactory<"llm"> = {
  category: "llm",
  name: "said",
  configSchema: z.looseObject({}),
  create: async () => new ScriptedChatModel(["hello"]),
};

const running = () =>
  createAgent({ name: "helper" })
    .withProvider(provider)
    .withLlm({ provider: "said", temperature: 0 })
    .withStep("llm", {})
    .start();

describe("a reload with a definition that no agent could be built of", () => {
  it.each([
    ["a model", { llm: 7 }, /^ {2}llm: Got a number; expected a model\./m],
    ["a model of nobody", { llm: { foo: 1 } }, /^ {2}llm\.provider: It is missing; expected the name/m],
    ["a provider that is not there", { llm: "sayd:x" }, /^ {2}llm\.provider: .* Did you mean "said"/m],
    ["a memory", { memory: { type: "all" } }, /^ {2}memory\.type: Got "all"; expected/m],
    ["a storage", { storage: 7 }, /^ {2}storage: Expected a provider's name.* received number/m],
    [
      "a resource",
      { resources: { a: 7 } },
      /^ {2}resources\.a: Expected a provider's name.* received number/m,
    ],
    ["a name", { name: 7 }, /^ {2}name: Got a number; expected a text/m],
    ["a state", { stateSchema: 7 }, /^ {2}stateSchema: The state schema is 7; expected/m],
    ["a tool", { tools: [7] }, /^ {2}tools\[0\]: Got a number; expected a tool/m],
    [
      "a type of step",
      { steps: [{ step: "lllm", config: {} }] },
      /steps\[0\]\.step: Unknown step type: lllm/,
    ],
    ["an option", { steps: [{ step: "llm", config: { as: 7 } }] }, /steps\[0\]\.as: Got a number; expected/],
    ["a step's model", { steps: [{ step: "llm", config: { model: 7 } }] }, /^ {2}steps\[0\]\.model/m],
  ])("tells what is wrong, not that it needs a restart: %s", async (_, parts, told) => {
    await using agent = await running();
    const reload = agent.reload(agent.definition.with(parts as never));
    await expect(reload).rejects.toMatchObject({
      code: "INVALID_AGENT_CONFIG",
      message: expect.stringMatching(told),
    });
    expect((await agent.chat("hi")).text).toBe("hello");
  });

  it("asks for a restart for one that could be", async () => {
    await using agent = await running();
    const next = agent.definition.withStep({ step: "llm", config: {} });
    await expect(agent.reload(next)).rejects.toMatchObject({ code: "RESTART_REQUIRED" });
    const other = agent.definition.with({ llm: new ScriptedChatModel(["other"]) });
    await expect(agent.reload(other)).rejects.toMatchObject({ code: "RESTART_REQUIRED" });
  });
});

describe("a reload with what is no definition", () => {
  it.each([
    [7, /Got a number; expected an AgentConfig/],
    [null, /Got null; expected an AgentConfig/],
    [undefined, /Got undefined; expected an AgentConfig/],
    [{}, /Got a plain object; expected an AgentConfig/],
    [{ config: 7 }, /Got a plain object; expected an AgentConfig/],
    [{ llm: 7 }, /expected an AgentConfig.*\n {2}llm: Got a number; expected a model/s],
    [{ config: { llm: 7 } }, /expected an AgentConfig.*\n {2}llm: Got a number; expected a model/s],
    [{ steps: 7 }, /expected an AgentConfig.*\n {2}steps: Got a number; expected a list/s],
  ])("says what was expected, and what is wrong with its parts: %o", async (source, told) => {
    await using agent = await running();
    await expect(agent.reload(source as never)).rejects.toMatchObject({
      code: "INVALID_AGENT_CONFIG",
      message: expect.stringMatching(told),
      hint: expect.stringContaining("agent.definition.with("),
    });
  });

  it("does not take variables that are none for none at all", async () => {
    await using agent = await running();
    const source = { config: agent.definition, env: 7 };
    await expect(agent.reload(source as never)).rejects.toMatchObject({ code: "INVALID_AGENT_CONFIG" });
  });
});
