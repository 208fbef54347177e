import { createStepRegistry, type StepStrategy } from "@pergola/core-steps";
import { ScriptedChatModel } from "@pergola/core-steps/testing";
import { createPluginManager, definePlugin } from "@pergola/plugins";
import type { ProviderFactory } from "@pergola/resources";
import { defineTool } from "@pergola/tools";
import { expect, test } from "vitest";
import { z } from "zod";
import { AgentBuilder, createAgent } from "../index.ts";

const State = z.object({ text: z.string().optional(), said: z.string().optional() });

const shout: StepStrategy<{ readonly mark: string }> = {
  name: "shout",
  configSchema: z.strictObject({ mark: z.string().default("!") }),
  nodeName: (index) => `shout_step_${index}`,
  createStep:
    ({ mark }) =>
    ({ text }) => ({ said: `${String(text).toUpperCase()}${mark}` }),
  writes: () => ["said"],
};

const parrot: ProviderFactory<"llm"> = {
  category: "llm",
  name: "parrot",
  configSchema: z.strictObject({ says: z.string().optional() }),
  create: async (config) => new ScriptedChatModel([(config as { says?: string }).says ?? "Hello.", "Again."]),
};

const ring = defineTool({
  name: "ring",
  description: "Rings.",
  input: z.object({}),
  execute: () => "rung",
});

const plugin = definePlugin({
  name: "loud",
  version: "1.0.0",
  contributes: { providers: [parrot], tools: [ring], steps: [shout] },
});

/** A place where nothing is installed but this plugin, which counts how often it is looked for. */
async function installed() {
  const manager = createPluginManager({ cwd: import.meta.dirname, pluginsFolder: false, userFolder: false });
  await manager.register(plugin);
  return manager;
}

test("withPlugin gives an agent the providers, the tools and the step types of a plugin", async () => {
  await using agent = await new AgentBuilder(State)
    .withPlugin(plugin)
    .withLlm("parrot", { says: "good day" })
    .withStep("llm", { promptTemplate: "Greet.", as: "text" })
    .withStep("shout", { mark: "?" })
    .build();
  expect(await agent.run({})).toMatchObject({ text: "good day", said: "GOOD DAY?" });
  expect(agent.definition.tools.map(({ name }) => name)).toEqual(["ring"]);
});

test("withPlugin changes neither the builder it is called on nor the registry it was given", async () => {
  const registry = createStepRegistry();
  const before = new AgentBuilder(State, { registry, sources: [] });
  await before.withPlugin(plugin).withStep("shout", {}).build();
  expect(registry.has("shout")).toBe(false);
  await expect(before.withStep("shout", {}).build()).rejects.toMatchObject({
    message: expect.stringContaining("Unknown step type: shout"),
  });
});

test("a step type of an installed plugin is found by its name, also inside other steps", async () => {
  await using manager = await installed();
  await using agent = await new AgentBuilder(State, { sources: [manager] })
    .withStep("branch", {
      on: "text",
      cases: { hi: [{ step: "shout", config: {} }] },
      otherwise: [],
    } as never)
    .build();
  expect(await agent.run({ text: "hi" })).toEqual({ text: "hi", said: "HI!" });
});

test("a config of an installed step type is checked by its own schema", async () => {
  await using manager = await installed();
  const building = new AgentBuilder(State, { sources: [manager] }).withStep("shout", { marc: "?" }).build();
  await expect(building).rejects.toMatchObject({
    code: "INVALID_AGENT_CONFIG",
    message: expect.stringContaining('Did you mean "mark"?'),
  });
});

test("an unknown step type hears of those that are installed", async () => {
  await using manager = await installed();
  const building = new AgentBuilder(State, { sources: [manager] }).withStep("shot", {}).build();
  await expect(building).rejects.toMatchObject({
    message: expect.stringMatching(/Unknown step type: shot/),
    hint: expect.stringContaining('Did you mean "shout"?'),
  });
});

test("a step type whose plugin does not load says why, beside all other defects", async () => {
  const source = {
    names: async () => [],
    load: async () => undefined,
    contributionNames: async () => ["broken"],
    contribution: async () => Promise.reject(new Error("Its code throws.")),
  };
  const building = new AgentBuilder(State, { sources: [source] })
    .withStep("broken", {})
    .withStep("llm", { temperature: -1 } as never)
    .build();
  const message = await building.then(String, (error: Error) => error.message);
  expect(message).toContain("steps[0].step: Its code throws.");
  expect(message).toContain("steps[1].temperature");
});

test("nobody is asked while every step type is known", async () => {
  const asked: string[] = [];
  const source = {
    names: async () => [],
    load: async () => undefined,
    contributionNames: async (kind: string) => {
      asked.push(kind);
      return [];
    },
    contribution: async (_: string, name: string) => void asked.push(name) as undefined,
  };
  await createAgent({}, { sources: [source] })
    .withStep("custom", { step: () => undefined })
    .build();
  expect(asked).toEqual([]);
  await createAgent({}, { sources: [source] })
    .withStep("twice", {})
    .withStep("twice", {})
    .build()
    .catch(() => undefined);
  expect(asked).toEqual(["twice", "steps"]);
});

test("what is no plugin, and a step type that is there already or is none, are told with all other defects", async () => {
  const llm = { ...shout, name: "llm" };
  const odd = { name: "odd", version: "1.0.0", contributes: { steps: [llm, { name: "half" }], tools: [7] } };
  const building = createAgent()
    .withPlugin(undefined as never)
    .withPlugin({ name: "x" } as never)
    .withPlugin(odd as never)
    .withStep("custom", { step: () => undefined })
    .build();
  const message = await building.then(String, (error: Error) => error.message);
  expect(message).toContain("plugins[0]: This is no plugin");
  expect(message).toContain("plugins[1]: This is no plugin");
  expect(message).toContain('plugins[2].steps[0]: The plugin "odd" has a step type "llm"');
  expect(message).toContain("plugins[2].steps[1]: The step strategy half lacks");
  expect(message).toContain("tools[0]");
});

test("a plugin whose kinds of contributions are misspelled is refused with the nearest spelling", async () => {
  const meant = (contributes: object) =>
    createAgent()
      .withPlugin({ name: "odd", version: "1.0.0", contributes } as never)
      .withStep("custom", { step: () => undefined })
      .build()
      .then(String, (error: Error) => error.message);
  expect(await meant({ provider: [parrot] })).toContain(
    'plugins[0]: The plugin "odd" is not complete: There is no kind "provider" of contributions; did you mean "providers"?',
  );
  expect(await meant({ tools: ring })).toContain("plugins[0]: ");
  expect(await meant({ tools: ring })).toContain("contributes.tools is a list.");
  const twice = await meant({ tools: [7], providers: [{}] });
  expect(twice).not.toContain("plugins[0]");
  expect(await meant({ voices: [1] })).toBe("[object Object]");
});
