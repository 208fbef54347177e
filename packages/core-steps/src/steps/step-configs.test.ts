import { describe, expect, it } from "vitest";
import { z } from "zod";
import {
  branchStep,
  chainOfThoughtStep,
  createStepRegistry,
  customStep,
  llmStep,
  planAndExecuteStep,
  reactStep,
  type StepEnvironment,
  toolStep,
  toolsLoopStep,
  toStep,
} from "../index.ts";

const environment: StepEnvironment = { stateKeys: new Set(["messages", "topic"]), tools: [] };

describe("the config of a step", () => {
  it.each([
    ["a model that is none", llmStep, { model: 5 }],
    ["a model of null", llmStep, { model: null }],
    ["an object that is no model", llmStep, { model: {} }],
    ["an empty model id", toolsLoopStep, { model: "" }],
    ["a negative temperature", llmStep, { temperature: -1 }],
    ["no room to answer", llmStep, { maxTokens: 0 }],
    ["no iterations", toolsLoopStep, { maxIterations: 0 }],
    ["an output that is no schema", llmStep, { output: {} }],
    ["a tool that is none", llmStep, { tools: [{}] }],
    ["an option that does not exist", toolsLoopStep, { prompt: "x" }],
    ["a tool's value without a place for it", toolStep, { tool: "clock" }],
    ["arguments without a tool", toolStep, { arguments: {} }],
    ["null in the place of a function", customStep, { step: null }],
  ])("is refused for %s", (_name, strategy, config) => {
    expect(strategy.configSchema.safeParse(config).success).toBe(false);
  });

  it.each([
    [{ model: "openai:gpt-5-mini" }],
    [{ model: { provider: "openai" } }],
    [{ temperature: 0, maxTokens: 1, output: z.string() }],
  ])("may be %j", (config) => {
    expect(llmStep.configSchema.safeParse(config).success).toBe(true);
  });

  it("may name what a state that cannot tell its keys might have", () => {
    const open = { ...environment, stateKeys: undefined };
    const config = { promptTemplate: "{anything}", as: "anything" as never };
    expect(llmStep.validate?.(config, open)).toEqual([]);
    expect(llmStep.validate?.(config, environment)).toHaveLength(2);
  });

  it("names no tool that the agent lacks, and no key that is taken", () => {
    for (const strategy of [llmStep, toolsLoopStep]) {
      const problems = strategy.validate?.({ tools: ["clock"], as: "messages" as never }, environment);
      expect(problems?.map(({ path }) => path[0])).toEqual(["as", "tools"]);
    }
  });
});

describe("the config of a reasoning step", () => {
  it.each([
    [reactStep, { as: "topic", reasoningAs: "topic" }],
    [chainOfThoughtStep, { as: "topic", reasoningAs: "topic" }],
    [planAndExecuteStep, { as: "topic", planAs: "topic" }],
  ])("gives each thing that it writes its own key", (strategy, config) => {
    const problems = strategy.validate?.(config as never, environment);
    expect(problems?.map(({ message }) => message)).toEqual([
      `${Object.keys(config)[1]} names "topic", which as names already.`,
    ]);
  });

  it.each([reactStep, chainOfThoughtStep, planAndExecuteStep])(
    "names nothing that is not there: $name",
    (strategy) => {
      const config = { as: "messages", reasoningAs: "x", planAs: "x", systemPrompt: "{y}", tools: ["clock"] };
      const problems = strategy.validate?.(config as never, environment) ?? [];
      const options = problems.map(({ path }) => path[0]);
      expect(options).toHaveLength(4);
      expect(options).toEqual(expect.arrayContaining(["systemPrompt", "as", "tools"]));
    },
  );
});

describe("a custom step", () => {
  it.each([
    [null, "Custom step must be callable; received null."],
    [undefined, "Custom step must be callable; received undefined."],
    [{}, "Custom step must be callable; received object."],
    [{ invoke: true }, "Custom step must be callable; received object."],
    [class Step {}, "Custom step must be callable; received a class."],
    [
      (_a: unknown, _b: unknown, _c: unknown) => undefined,
      "Custom step must be callable with (state, context); received a function of 3 parameters.",
    ],
  ])("is not %s", (step, message) => {
    expect(customStep.configSchema.safeParse({ step }).error?.issues[0]?.message).toBe(message);
    expect(() => toStep(step as never)).toThrow(
      expect.objectContaining({ code: "STEP_NOT_CALLABLE", message }),
    );
  });

  it("says when it needs the graph", () => {
    const step = () => undefined;
    expect(customStep.needs?.({ step, needsGraph: true })).toEqual({ graph: true });
    expect(customStep.needs?.({ step, needsGraph: false })).toEqual({});
    expect(customStep.configSchema.safeParse({ step, needsGraph: "yes" }).success).toBe(false);
  });
});

describe("a branch without the case", () => {
  it.each([
    [undefined, "nothing"],
    [null, "nothing"],
    [7, "7"],
    [false, "false"],
    ["no", '"no"'],
    ["long ".repeat(20), `"${"long ".repeat(11)}l…`],
    [[1], "a list"],
    [{ a: 1 }, "an object"],
    [() => 1, "a function"],
  ])("says that it goes by what it got: %j", async (value, received) => {
    const step = await branchStep.createStep({ on: () => value as string, cases: { yes: [] } });
    await expect(step({}, {} as never)).rejects.toMatchObject({
      code: "NO_MATCHING_CASE",
      message: `The branch goes by ${received}, for which it has no case.`,
    });
  });
});

describe("the registry of built-in steps", () => {
  it("names their nodes after type and place", () => {
    const registry = createStepRegistry();
    expect(registry.list().map((name) => registry.get(name).nodeName(3))).toEqual([
      "agent_step_3",
      "branch_step_3",
      "chain_of_thought_step_3",
      "custom_step_3",
      "flow_step_3",
      "llm_step_3",
      "map_step_3",
      "memory_retrieval_step_3",
      "parallel_step_3",
      "plan_and_execute_step_3",
      "react_step_3",
      "tool_step_3",
      "tools_loop_step_3",
    ]);
  });
});
