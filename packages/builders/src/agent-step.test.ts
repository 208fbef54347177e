import type { Invocable, Scope } from "@pergola/core";
import { ScriptedChatModel } from "@pergola/core-steps/testing";
import { defineTool } from "@pergola/tools";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { allEvents } from "./all-events.test-helper.ts";
import { AgentBuilder } from "./index.ts";

const State = z.object({ topic: z.string().default("bees"), facts: z.string().optional() });

describe("the agent step", () => {
  const inner = (replies: string[]) =>
    new AgentBuilder().withName("inner").withLlm(new ScriptedChatModel(replies)).withStep("llm", {}).build();

  it("asks another agent what the user asked, and appends its answer", async () => {
    const model = new ScriptedChatModel(["42"]);
    const helper = await new AgentBuilder().withName("helper").withLlm(model).withStep("llm", {}).build();
    const agent = await new AgentBuilder(State).withStep("agent", { agent: helper, as: "facts" }).build();
    const result = await agent.chat("six times seven?");
    expect(model.calls[0]?.messages.map(({ text }) => text)).toEqual(["six times seven?"]);
    expect(result.text).toBe("42");
    expect(result.messages).toHaveLength(1);
    expect(result.state).toMatchObject({ facts: "42" });
  });

  it("is one run with what it calls: events, scope and stop", async () => {
    const helper = await inner(["42"]);
    const agent = await new AgentBuilder(State)
      .withStep("agent", { agent: helper, input: "About {topic}" })
      .build();
    const events = await allEvents(agent.stream({}));
    const [outer] = events;
    const child = events.filter((event) => event.runId !== outer?.runId);
    expect(child.map((event) => event.type)).toContain("model-started");
    expect(new Set(child.map((event) => event.parentRunId))).toEqual(new Set([outer?.runId]));
  });

  it("is for the same user and tenant", async () => {
    const scopes: Scope[] = [];
    const spy: Invocable = { name: "spy", invoke: async (_, { scope }) => void scopes.push(scope) };
    const agent = await new AgentBuilder(State).withStep("agent", { agent: spy, input: "x" }).build();
    await agent.run({}, { userId: "ada", tenantId: "acme" });
    expect(scopes).toMatchObject([{ userId: "ada", tenantId: "acme" }]);
  });

  it("gives a whole state, from a function or a single variable", async () => {
    const Inner = z.object({ question: z.string(), answer: z.string().optional() });
    const helper = await new AgentBuilder(Inner)
      .withName("inner")
      .withStep("custom", { step: ({ question }) => ({ answer: question.toUpperCase() }) })
      .build();
    const agent = await new AgentBuilder(z.object({ topic: z.string(), result: z.unknown() }))
      .withStep("agent", { agent: helper, input: async ({ topic }) => ({ question: topic }), as: "result" })
      .build();
    const { result } = await agent.run({ topic: "bees", result: undefined });
    expect(result).toMatchObject({ question: "bees", answer: "BEES" });
  });

  it("gives what is no answer as it is", async () => {
    const add = { name: "add", invoke: async (input: unknown) => ({ sum: (input as number[]).length }) };
    const agent = await new AgentBuilder(
      z.object({ list: z.array(z.number()), result: z.unknown().optional() }),
    )
      .withStep("agent", { agent: add, input: "{list}", as: "result" })
      .build();
    expect(await agent.run({ list: [1, 2, 3] })).toEqual({
      list: [1, 2, 3],
      result: { sum: 3 },
      messages: [],
    });
  });

  it("passes errors with their codes, and says what input is missing", async () => {
    const agent = await new AgentBuilder(State).withStep("agent", { agent: await inner([]) }).build();
    await expect(agent.chat("hi")).rejects.toMatchObject({ code: "SCRIPT_EXHAUSTED" });
    await expect(agent.run({})).rejects.toMatchObject({
      code: "MISSING_VARIABLE",
      details: { variable: "input" },
    });
  });

  it.each([
    [{ agent: {} }, /agent: Expected an agent/],
    [{ agent: { name: "x", invoke: async () => "" }, input: 5 }, /input: Expected a template or a function/],
    [{ agent: { name: "x", invoke: async () => "" }, input: "{nmae}" }, /The template needs \{nmae\}/],
  ])("refuses %j", async (config, message) => {
    await expect(new AgentBuilder(State).withStep("agent", config as never).build()).rejects.toThrow(message);
  });
});

describe("a prompt", () => {
  it("never has a tool call without a result, and the state keeps what it has", async () => {
    const lookUp = defineTool({
      name: "look_up",
      description: "Looks up.",
      input: z.object({}),
      execute: () => "found",
    });
    const model = new ScriptedChatModel([{ toolCalls: [{ name: "look_up", arguments: {} }] }, "well"]);
    const agent = await new AgentBuilder(State)
      .withLlm(model)
      .withStep("llm", { tools: [lookUp] })
      .withStep("llm", { promptTemplate: "And now?" })
      .build();
    const { messages } = await agent.chat("hi");
    expect(model.calls[1]?.messages.map((message) => [message.getType(), message.text])).toEqual([
      ["human", "hi"],
      ["ai", ""],
      ["tool", "No result: nobody answered this tool call."],
      ["human", "And now?"],
    ]);
    expect(messages.map((message) => message.getType())).toEqual(["ai", "ai"]);
  });
});
