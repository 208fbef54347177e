import type { RunEvent } from "@pergola/core";
import { type ScriptedAnswer, ScriptedChatModel } from "@pergola/core-steps/testing";
import { expect, test } from "vitest";
import { allEvents } from "./all-events.test-helper.ts";
import { createAgent } from "./index.ts";

const answer = (): ScriptedAnswer => ({
  text: "fine",
  usage: { inputTokens: 10, outputTokens: 5, totalTokens: 15 },
});
const model = (...script: ScriptedAnswer[]) => new ScriptedChatModel(script, { direct: true });
const PRICES = { "scripted:scripted": { input: 1, output: 2 } };
const LLM = { step: "llm", config: {} };
const finished = (events: readonly RunEvent[]) => events.find((event) => event.type === "run-finished");

test.each([
  ["parallel", { step: "parallel", config: { branches: { a: [LLM], b: [LLM] } } }],
  ["map", { step: "map", config: { over: "messages", item: "item", steps: [LLM] } }],
  ["branch", { step: "branch", config: { on: () => "a", cases: { a: [LLM] } } }],
])("a run that a step inside %s ends has outcome budget", async (_, step) => {
  await using agent = await createAgent({ llm: model(), budget: { run: { tokens: 10 } } })
    .withSteps([step as never])
    .build();
  expect(finished(await allEvents(agent.stream("hi")))).toMatchObject({
    outcome: "budget",
    error: { code: "BUDGET_EXCEEDED" },
  });
});

test("an agent inside a run ends with outcome budget when that run's is spent; its own is its own affair", async () => {
  const inside = { step: "agent", config: { input: "go" } };
  const outcomes = async (own: object, outer: object) => {
    await using child = await createAgent({ name: "child", llm: model(answer()), budget: own }).build();
    await using agent = await createAgent({ llm: model(), budget: outer })
      .withSteps([{ ...inside, config: { ...inside.config, agent: child } }] as never)
      .build();
    const events = await allEvents(agent.stream("hi"));
    return events.flatMap((event) => (event.type === "run-finished" ? [event.outcome] : []));
  };
  expect(await outcomes({}, { run: { tokens: 10 } })).toEqual(["budget", "budget"]);
  expect(await outcomes({ run: { tokens: 10 } }, { run: { tokens: 10_000 } })).toEqual(["budget", "failed"]);
});

test("new prices hold from the next run on after a reload", async () => {
  const llm = model(answer(), answer());
  await using agent = await createAgent({ llm, budget: { prices: PRICES } }).build();
  expect((await agent.chat("hi")).usage.cost).toBe(0.00002);
  await agent.reload(agent.definition.withBudget({ prices: { "scripted:*": { input: 2, output: 4 } } }));
  expect((await agent.chat("hi")).usage.cost).toBe(0.00004);
});

test("a limit of sessions for a run that has none is refused", async () => {
  await using agent = await createAgent({ llm: model(answer()) }).build();
  await expect(agent.chat("hi", { budget: { session: { tokens: 1_000 } } })).rejects.toMatchObject({
    code: "INVALID_CALL_OPTIONS",
    message: expect.stringContaining("budget.session"),
  });
});

test("the graph of another agent inside a step spends from the run's budget", async () => {
  const inner = model(answer());
  await using other = await createAgent({ name: "other", llm: inner }).build();
  await using agent = await createAgent({ llm: model(), budget: { run: { tokens: 500 } } })
    .withStep("custom", {
      step: async ({ messages }, context) => {
        const { messages: all } = await other.graph.invoke({ messages }, context as never);
        return { messages: (all as typeof messages).slice(-1) };
      },
    })
    .build();
  expect((await agent.chat("hi")).text).toBe("fine");
  expect(inner.calls[0]?.parameters.maxTokens).toBeLessThan(500);
});
