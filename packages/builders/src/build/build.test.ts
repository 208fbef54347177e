import { createEmptyStepRegistry, createStepRegistry, type StepStrategy } from "@pergola/core-steps";
import { ScriptedChatModel } from "@pergola/core-steps/testing";
import type { ProviderFactory } from "@pergola/resources";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { AgentBuilder, AgentBuilderDirector, createAgent } from "../index.ts";

const model = () => new ScriptedChatModel([{ text: "ok" }]);
const State = z.object({ topic: z.string().optional(), answer: z.string().optional() });
const noop = () => undefined;

describe("build()", () => {
  it("says that an agent must have at least one step", async () => {
    await expect(createAgent().build()).rejects.toMatchObject({
      code: "INVALID_AGENT_CONFIG",
      message: expect.stringContaining("Agent must have at least one step"),
    });
  });

  it("names the defects of the model together with those of the only step that would call it", async () => {
    const provider: ProviderFactory<"llm"> = {
      category: "llm",
      name: "strict",
      configSchema: z.strictObject({ model: z.string(), temperature: z.number().optional() }),
      create: async () => model(),
    };
    const builder = createAgent().withProvider(provider).withLlm("strict:m", { temperature: "hot", nope: 1 });
    const told = await builder
      .withStep("lmm" as "llm", {})
      .build()
      .catch((error: { details: { problems: { path: unknown[] }[] } }) => error.details.problems);
    expect((told as { path: unknown[] }[]).map(({ path }) => path.join("."))).toEqual([
      "steps.0.step",
      "llm.temperature",
      "llm.nope",
    ]);
  });

  it("names every defect of every step at once, with its path", async () => {
    const builder = new AgentBuilder(State)
      .withStep("lmm", {})
      .withStep("llm", {
        promptTemplate: "About {topc}" as string,
        as: "anwser" as never,
        temperature: -1,
        model: model(),
      })
      .withStep("llm", { promptTemplate: "About {topc}" as string, as: "anwser" as never, model: model() })
      .withStep("custom", { step: 7 as never })
      .withStep("custom", { step: ((_a: unknown, _b: unknown, _c: unknown) => undefined) as never })
      .withStep("custom", { step: class {} as never })
      .withStep("tool", { tool: "calculater" } as never)
      .withStep("custom", { step: noop, typo: true } as never);
    await expect(builder.build()).rejects.toMatchObject({ code: "INVALID_AGENT_CONFIG" });
    const error = (await builder.build().catch((thrown: Error) => thrown)) as unknown as Error;
    for (const text of [
      "steps[0].step: Unknown step type: lmm",
      'Did you mean "llm"?',
      "steps[1].temperature",
      "steps[2].promptTemplate: The template needs {topc}",
      'Did you mean "topic"?',
      'steps[2].as: as names "anwser"',
      "steps[3].step: Custom step must be callable; received number.",
      "steps[4].step: Custom step must be callable with (state, context); received a function of 3 parameters.",
      "steps[5].step: Custom step must be callable; received a class.",
      "steps[6].as",
      "steps[7]",
    ]) {
      expect(error.message).toContain(text);
    }
  });

  it("keeps the coded error of an unknown step type as the cause", async () => {
    await expect(createAgent().withStep("nope", {}).build()).rejects.toMatchObject({
      cause: { code: "UNKNOWN_STEP_TYPE" },
    });
  });

  it("refuses a model id of a provider that is not installed, with what to install", async () => {
    await expect(createAgent().withStep("llm", { model: "openai:gpt-5-mini" }).build()).rejects.toMatchObject(
      {
        hint: "Run: npm install @pergola/llm-openai.",
      },
    );
  });

  it("refuses two providers of one name and an unknown memory provider", async () => {
    const provider: ProviderFactory<"llm"> = {
      category: "llm",
      name: "twin",
      configSchema: z.object({}),
      create: async () => model(),
    };
    const builder = createAgent()
      .withProvider(provider)
      .withProvider(provider)
      .withMemory({ type: "conversation", provider: "nowhere" })
      .withStep("custom", { step: noop });
    const error = (await builder.build().catch((thrown: Error) => thrown)) as unknown as Error;
    expect(error).toMatchObject({ message: expect.stringContaining("providers[1]") });
    expect(error).toMatchObject({ message: expect.stringContaining("memory.provider") });
  });

  it("names the step that could not be made and keeps the cause", async () => {
    const cause = new Error("no such file");
    const broken: StepStrategy<object> = {
      name: "broken",
      configSchema: z.object({}),
      nodeName: (index) => `broken_${index}`,
      createStep: () => Promise.reject(cause),
    };
    await expect(createAgent().withStep(broken, {}).build()).rejects.toMatchObject({
      code: "BUILD_FAILED",
      message: 'The step "broken_0" (broken) could not be made: no such file',
      cause,
    });
  });

  it("takes step types from a registry and strategies as they are", async () => {
    const yell: StepStrategy<{ word: string }> = {
      name: "yell",
      configSchema: z.strictObject({ word: z.string() }),
      nodeName: (index) => `yell_${index}`,
      createStep:
        ({ word }) =>
        () => ({ answer: word.toUpperCase() }),
    };
    const registry = createStepRegistry();
    registry.register(yell);
    const byName = await new AgentBuilder(State, { registry }).withStep("yell", { word: "hey" }).build();
    expect(await byName.run({})).toMatchObject({ answer: "HEY" });
    const byObject = await new AgentBuilder(State, { registry: createEmptyStepRegistry() })
      .withStep(yell, { word: "ho" })
      .build();
    expect(await byObject.run({})).toMatchObject({ answer: "HO" });
  });

  it("does nothing to a builder that was extended", async () => {
    const base = new AgentBuilder(State).withStep("custom", { step: () => ({ answer: "base" }) });
    base.withStep("custom", { step: () => ({ answer: "extended" }) });
    expect(await (await base.build()).run({})).toMatchObject({ answer: "base" });
  });

  it("is what the director does with the builder's config", async () => {
    const { config } = new AgentBuilder(State).withStep("custom", { step: () => ({ answer: "yes" }) });
    const agent = await new AgentBuilderDirector(config).build();
    expect(await agent.run({})).toMatchObject({ answer: "yes" });
  });
});

describe("withLlm", () => {
  const seen: unknown[] = [];
  const provider: ProviderFactory<"llm"> = {
    category: "llm",
    name: "acme",
    configSchema: z.looseObject({}),
    create: async (config) => {
      seen.push(config);
      return model();
    },
  };
  const answer = async (builder: AgentBuilder) => {
    await (await builder.withProvider(provider).withStep("llm", {}).build()).chat("hi");
    return seen.at(-1);
  };

  it("takes a provider, a provider and its config, or a provider and its model", async () => {
    expect(await answer(createAgent().withLlm("acme"))).toEqual({});
    expect(await answer(createAgent().withLlm("acme", { model: "m" }))).toMatchObject({ model: "m" });
    expect(await answer(createAgent().withLlm("acme:m:1"))).toMatchObject({ model: "m:1" });
    expect(await answer(createAgent().withLlm("acme:m", { seed: 1 }))).toMatchObject({ model: "m", seed: 1 });
    expect(await answer(createAgent().withLlm({ provider: "acme", model: "n" }))).toMatchObject({
      model: "n",
    });
    expect(await answer(createAgent({ llm: "acme" }))).toEqual({});
  });
});

describe("node names", () => {
  const nodesOf = async (builder: AgentBuilder<never>) =>
    (await builder.build())
      .describe()
      .nodes.map((node) => node.id)
      .slice(1, -1);

  it("say the type and the place, unless the config names them", async () => {
    const builder = createAgent()
      .withStep("llm", { model: model() })
      .withStep("custom", { step: noop })
      .withStep("custom", { step: noop, nodeName: "check" });
    expect(await nodesOf(builder as never)).toEqual(["llm_step_0", "custom_step_1", "check"]);
  });

  it("get a suffix when a generated one clashes with a state key or another step", async () => {
    const builder = new AgentBuilder(z.object({ custom_step_0: z.string().optional() }))
      .withStep("custom", { step: noop })
      .withStep("custom", { step: noop, nodeName: "custom_step_2" })
      .withStep("custom", { step: noop });
    expect(await nodesOf(builder as never)).toEqual(["custom_step_0_2", "custom_step_2", "custom_step_2_2"]);
  });

  it("are refused when given ones clash", async () => {
    for (const nodeName of ["answer", "__start__", "messages"]) {
      const builder = new AgentBuilder(State)
        .withStep("llm", { model: model() })
        .withStep("custom", { step: noop, nodeName });
      await expect(builder.build()).rejects.toMatchObject({
        message: expect.stringContaining(`nodeName "${nodeName}"`),
      });
    }
  });
});

describe("the built agent", () => {
  it("has messages in its state only if a step needs them", async () => {
    const without = await new AgentBuilder(State).withStep("custom", { step: noop }).build();
    expect(await without.run({})).not.toHaveProperty("messages");
    const withModel = await new AgentBuilder(State)
      .withStep("llm", { promptTemplate: "Hi", model: model() })
      .build();
    expect(await withModel.run({})).toHaveProperty("messages");
  });

  it("is a compiled LangGraph that runs raw, without the agent", async () => {
    const agent = await new AgentBuilder(State)
      .withStep("llm", { promptTemplate: "Hi", model: model(), as: "answer" })
      .build();
    expect(await agent.graph.invoke({})).toMatchObject({ answer: "ok" });
  });

  it("describes its steps as a graph", async () => {
    const agent = await new AgentBuilder(State)
      .withName("support")
      .withStep("custom", { step: noop, nodeName: "a" })
      .withStep("custom", { step: noop, nodeName: "b" })
      .build();
    expect(agent.describe()).toMatchObject({
      name: "support",
      kind: "agent",
      edges: [
        { from: "__start__", to: "a" },
        { from: "a", to: "b" },
        { from: "b", to: "__end__" },
      ],
    });
  });
});
