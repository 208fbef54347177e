import { MemorySaver } from "@langchain/langgraph";
import { defineTool } from "@pergola/tools";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { AgentConfig, formatPath, invalidAgentConfig } from "./index.ts";

const tool = (name: string) =>
  defineTool({ name, description: "Does it.", input: z.object({}), execute: () => 1 });
const step = { step: "llm", config: {} };

describe("an agent definition", () => {
  it("has defaults for everything but its steps", () => {
    expect(new AgentConfig()).toMatchObject({
      name: "agent",
      version: "0.0.0",
      memory: { type: "none" },
      limits: {},
    });
  });

  it("never changes: every with… gives a new one", () => {
    const base = new AgentConfig();
    const state = z.object({ a: z.string() });
    const checkpointer = new MemorySaver();
    const provider = {
      category: "llm" as const,
      name: "x",
      configSchema: z.object({}),
      create: async () => null as never,
    };
    const changed = base
      .withName("support")
      .withVersion("1.2.3")
      .withDescription("Helps.")
      .withStateSchema(state)
      .withStep(step)
      .withLlm("x:y")
      .withTools([tool("a")])
      .withMemory({ type: "conversation" })
      .withProvider(provider)
      .withLimits({ maxIterations: 2 })
      .withLimits({ timeoutMs: 10 })
      .withSteps([step, step])
      .withGraph({ recursionLimit: 9 })
      .withCheckpointer(checkpointer)
      .withGraph({ interruptBefore: "*", interruptAfter: ["llm_step_0"] })
      .withRetry({ maxRetries: 3 });
    expect(changed).toMatchObject({
      name: "support",
      version: "1.2.3",
      description: "Helps.",
      stateSchema: state,
      steps: [step, step, step],
      llm: "x:y",
      memory: { type: "conversation" },
      providers: [provider],
      limits: { maxIterations: 2, timeoutMs: 10 },
      graph: { recursionLimit: 9, checkpointer, interruptBefore: "*", interruptAfter: ["llm_step_0"] },
      retry: { maxRetries: 3 },
    });
    expect(changed.validate()).toEqual([]);
    expect(base).toEqual(new AgentConfig());
    expect(() => Object.assign(base, { name: "x" })).toThrow(TypeError);
    expect(() => (changed.steps as unknown[]).push(step)).toThrow(TypeError);
  });

  it("refuses interrupts that no checkpointer could keep, with the fix", () => {
    const config = new AgentConfig({ steps: [step], graph: { interruptBefore: ["a"], interruptAfter: "*" } });
    const noSaver = new AgentConfig({ steps: [step], graph: { checkpointer: null as never } });
    expect(noSaver.validate()).toMatchObject([{ path: ["graph", "checkpointer"] }]);
    const hint = "Give it one, for example .withCheckpointer(new MemorySaver()).";
    expect(config.validate()).toEqual([
      { path: ["graph", "interruptBefore"], message: expect.any(String), hint },
      { path: ["graph", "interruptAfter"], message: expect.any(String), hint },
    ]);
    expect(config.withCheckpointer(new MemorySaver()).validate()).toEqual([]);
    expect(new AgentConfig({ steps: [step], graph: { interruptBefore: [] } }).validate()).toEqual([]);
  });

  it("says that an agent must have at least one step", () => {
    expect(new AgentConfig().validate()).toEqual([
      expect.objectContaining({ path: ["steps"], message: "Agent must have at least one step" }),
    ]);
  });

  it("names every defect at once, each with its path", () => {
    const problems = new AgentConfig({
      name: "",
      version: "one",
      stateSchema: z.string() as never,
      tools: [tool("a"), tool("a"), {} as never],
      memory: { type: "elephant" as never, window: { maxMessages: 0 } },
      providers: [{} as never],
      limits: { maxIteration: 3, timeoutMs: -1 } as never,
      graph: {
        checkpointer: {},
        recursionLimit: 0.5,
        interruptBefore: "llm",
        interruptAfter: [""],
        typo: 1,
      } as never,
      retry: { maxRetries: -1, jitter: 1 } as never,
    }).validate();
    expect(problems.map((problem) => formatPath(problem.path)).sort()).toEqual([
      "graph.checkpointer",
      "graph.interruptAfter[0]",
      "graph.interruptBefore",
      "graph.recursionLimit",
      "graph.typo",
      "limits.maxIteration",
      "limits.timeoutMs",
      "memory.type",
      "memory.window.maxMessages",
      "name",
      "providers[0]",
      "retry.jitter",
      "retry.maxRetries",
      "stateSchema",
      "steps",
      "tools[1]",
      "tools[2]",
      "version",
    ]);
    expect(problems.filter(({ hint }) => hint === undefined)).toEqual([]);
    expect(problems.find((problem) => problem.path[1] === "maxIteration")?.hint).toContain("maxIterations");
    expect(problems.find((problem) => problem.path[1] === "checkpointer")?.message).toBe(
      "Expected a LangGraph checkpoint saver, such as new MemorySaver().",
    );
  });

  it("tells of its settings what came, what is allowed and the nearest key", () => {
    const config = new AgentConfig({
      steps: [step],
      limits: { maxIteration: 3 } as never,
      retry: { maxRetries: -1 },
      breaker: { failures: "3" } as never,
      fallback: { firstTokenTimeout: 5 } as never,
    });
    const problems = config.validate();
    expect(problems.map(({ path, message }) => `${formatPath(path)}: ${message}`)).toEqual([
      'limits.maxIteration: There is no option "maxIteration".',
      "retry.maxRetries: Got -1; expected an integer from 0.",
      'breaker.failures: Got "3"; expected an integer from 1.',
      'fallback.firstTokenTimeout: There is no option "firstTokenTimeout".',
    ]);
    expect(problems[0]?.hint).toMatch(/^Did you mean "maxIterations"\?/);
    expect(problems[3]?.hint).toMatch(/^Did you mean "firstTokenTimeoutMs"\?/);
  });

  it("names keys that it does not know, also after it was extended", () => {
    const config = new AgentConfig({ stps: [], steps: [step] } as never).withName("x");
    expect(config.validate()).toEqual([
      { path: ["stps"], message: 'There is no option "stps".', hint: expect.stringContaining('"steps"?') },
    ]);
  });

  it("makes one error of many problems", () => {
    const problems = [
      { path: ["steps", 0, "promptTemplate"], message: "It is wrong.", hint: "Mend it." },
      { path: ["name"], message: "It is missing." },
    ];
    const error = invalidAgentConfig("support", problems);
    expect(error).toMatchObject({ code: "INVALID_AGENT_CONFIG", hint: "Mend it.", details: { problems } });
    expect(error.message).toContain("2 defects");
    expect(error.message).toContain("steps[0].promptTemplate: It is wrong. Mend it.");
    expect(invalidAgentConfig("a", [{ path: [], message: "x" }]).hint).toContain("details.problems");
  });

  it("writes a problem as sentences, and one of the whole without a path", () => {
    const problems = [{ path: [], message: 'Unrecognized key: "nam"', hint: 'Did you mean "name"?' }];
    expect(invalidAgentConfig("a", problems).message).toBe(
      'The definition of agent "a" has a defect:\n  Unrecognized key: "nam". Did you mean "name"?',
    );
  });
});

describe("an agent definition from careless data", () => {
  it("takes undefined parts for parts that were left out", () => {
    expect(new AgentConfig({ name: undefined, tools: undefined, steps: undefined })).toEqual(
      new AgentConfig(),
    );
  });

  it("refuses parts of the wrong kind at once, each with its path", () => {
    const wrong = { steps: "llm", tools: {}, providers: null, memory: 7, limits: null, graph: 1 };
    expect(() => new AgentConfig(wrong as never)).toThrow(
      expect.objectContaining({
        code: "INVALID_AGENT_CONFIG",
        details: {
          problems: [
            expect.objectContaining({ path: ["steps"], message: "Got a text; expected a list." }),
            expect.objectContaining({ path: ["tools"], message: "Got an object; expected a list." }),
            expect.objectContaining({ path: ["providers"], message: "Got null; expected a list." }),
            expect.objectContaining({ path: ["memory"], message: "Got a number; expected an object." }),
            expect.objectContaining({ path: ["limits"], message: "Got null; expected an object." }),
            expect.objectContaining({ path: ["graph"], message: "Got a number; expected an object." }),
          ],
        },
      }),
    );
  });

  it("is changed by no key of it: neither methods nor the prototype", () => {
    const config = new AgentConfig(JSON.parse('{ "__proto__": { "x": 1 }, "validate": 1, "nmae": "a" }'));
    expect(config).toBeInstanceOf(AgentConfig);
    const unknown = config.validate().filter((problem) => problem.message.startsWith("There is no"));
    expect(unknown.map((problem) => problem.message)).toEqual([
      'There is no option "__proto__".',
      'There is no option "validate".',
      'There is no option "nmae".',
    ]);
    expect(unknown.at(-1)?.hint).toContain('"name"');
    expect(config.with({ stps: [] } as never).validate()).toContainEqual(
      expect.objectContaining({ message: 'There is no option "stps".' }),
    );
  });

  it("names tools, providers and a memory that are none", () => {
    expect(() => new AgentConfig().withSteps("llm" as never)).toThrow(/steps: Got a text; expected a list/);
    expect(() => new AgentConfig().withTools(tool("a") as never)).toThrow(
      /tools: Got an object; expected a list/,
    );
    const llm = { category: "llm", name: "x", configSchema: z.object({}), create: async () => null as never };
    const problems = new AgentConfig({
      steps: [step],
      tools: [null, tool("a")] as never,
      providers: [null, "openai"] as never,
      memory: { type: "conversation", provider: llm as never },
    }).validate();
    expect(problems.map((problem) => formatPath(problem.path))).toEqual([
      "tools[0]",
      "memory.provider",
      "providers[0]",
      "providers[1]",
    ]);
    const noMemory = new AgentConfig({
      steps: [step],
      memory: { type: "conversation", provider: null as never },
    });
    expect(noMemory.validate()).toMatchObject([{ path: ["memory", "provider"] }]);
  });
});
