// #region quick-start
import { createStepRegistry, type StepStrategy } from "@pergola/core-steps";
import { z } from "zod";
// #endregion

import { AgentBuilder, createAgent } from "@pergola/builders";
import { StateTypeFactory } from "@pergola/config";
import { ScriptedChatModel, stepStrategyContract } from "@pergola/core-steps/testing";
import { expect, test } from "vitest";

// #region quick-start
const shorten: StepStrategy<{ key: string; maxWords: number }> = {
  name: "shorten",
  configSchema: z.strictObject({ key: z.string(), maxWords: z.int().min(1).default(20) }),
  nodeName: (index) => `shorten_step_${index}`,
  createStep:
    ({ key, maxWords }) =>
    (state) => ({ [key]: String(state[key]).split(" ").slice(0, maxWords).join(" ") }),
  writes: ({ key }) => [key],
};

const registry = createStepRegistry();
registry.register(shorten);
// #endregion

// #region typed
declare module "@pergola/core-steps" {
  interface StepConfigMap<State> {
    shorten: { readonly key: keyof State & string; readonly maxWords?: number };
  }
}
// #endregion

// #region contract
stepStrategyContract({
  strategy: shorten,
  cases: { "two words": { config: { key: "text", maxWords: 2 }, state: { text: "one two three" } } },
  skip: { stop: "it never waits" },
});
// #endregion

test("a step type is a name, a schema and a function", async () => {
  const agent = await new AgentBuilder(z.object({ text: z.string() }), { registry })
    .withStep("shorten", { key: "text", maxWords: 2 })
    .build();
  expect(await agent.run({ text: "one two three" })).toEqual({ text: "one two" });
});

test("steps hold steps", async () => {
  const model = new ScriptedChatModel([
    ({ messages }) => `re: ${messages.at(-1)?.text}`,
    ({ messages }) => `re: ${messages.at(-1)?.text}`,
    "one",
    "two",
  ]);
  const reviewer = await createAgent({ name: "reviewer" })
    .withLlm(new ScriptedChatModel(["Checked."]))
    .withStep("llm", {})
    .build();
  // #region nested
  const Report = z.object({
    topic: z.string(),
    facts: z.string().optional(),
    risks: z.string().optional(),
    urls: z.array(z.string()).default([]),
    url: z.string().optional(),
    summary: z.string().optional(),
    summaries: z.array(z.string()).default([]),
    verdict: z.string().optional(),
  });

  const builder = new AgentBuilder(Report)
    .withStep("parallel", {
      branches: {
        facts: [{ step: "llm", config: { promptTemplate: "Facts about {topic}.", as: "facts" } }],
        risks: [{ step: "llm", config: { promptTemplate: "Risks of {topic}.", as: "risks" } }],
      },
    })
    .withStep("map", {
      over: "urls",
      item: "url",
      steps: [{ step: "llm", config: { promptTemplate: "Sum up {url}.", as: "summary" } }],
      collect: "summary",
      into: "summaries",
    })
    .withStep("branch", {
      on: ({ summaries }) => summaries.length > 1,
      cases: {
        true: [{ step: "agent", config: { agent: reviewer, input: "Check {facts}", as: "verdict" } }],
      },
      otherwise: [],
    });
  // #endregion
  const agent = await builder.withLlm(model).build();
  expect(await agent.run({ topic: "tea", urls: ["a", "b"] })).toMatchObject({
    facts: "re: Facts about tea.",
    risks: "re: Risks of tea.",
    summaries: ["one", "two"],
    verdict: "Checked.",
  });
});

test("a scripted model stands in for a vendor's, and says what it was sent", async () => {
  const State = z.object({ topic: z.string(), facts: z.string().optional() });
  // #region scripted
  const model = new ScriptedChatModel(["Six legs."]);

  const agent = await new AgentBuilder(State)
    .withStep("llm", { model, promptTemplate: "Facts about {topic}.", as: "facts" })
    .build();

  expect(await agent.run({ topic: "ants" })).toMatchObject({ facts: "Six legs." });
  model.expectCall(0, { lastMessage: "Facts about ants." });
  // #endregion
});

test("parallel writers of one key need a reducer", async () => {
  const Review = StateTypeFactory.mergeable(z.object({ log: z.array(z.string()).default([]) }), {
    log: "append",
  });
  const note = (text: string) => [{ step: "custom" as const, config: { step: () => ({ log: text }) } }];
  const agent = await new AgentBuilder(Review)
    .withStep("parallel", { branches: { a: note("a"), b: note("b") } })
    .build();
  expect(await agent.run({})).toEqual({ log: ["a", "b"] });
});
