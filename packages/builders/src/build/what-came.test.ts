import { expect, it } from "vitest";
import { createAgent } from "../index.ts";

/** Every defect of a definition, as its message has them. */
async function defectsOf(definition: object): Promise<readonly string[]> {
  const given = { steps: [{ step: "custom", config: { step: () => undefined } }], ...definition };
  const error = await (async () => createAgent(given as never).build())().then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toMatchObject({ code: "INVALID_AGENT_CONFIG" });
  return [...(error as Error).message.matchAll(/^ {2}(.*)$/gm)].map(([, line]) => line ?? "");
}

const step = (config: unknown) => ({ steps: [{ step: "llm", config }] });

it.each([
  ["llm", { llm: 7 }, /^llm: Got a number; expected a model\. For example \.withLlm\(/],
  ["llm, empty", { llm: "" }, /^llm: Got ""; expected a model\./],
  ["llm, null", { llm: null }, /^llm: Got null; expected a model\./],
  ["an entry of llm", { llm: ["offline", 7] }, /^llm\[1\]: Got a number; expected a model\./],
  [
    "the provider of llm",
    { llm: { provder: "x" } },
    /^llm\.provider: It is missing; expected the name of a provider\. Did you mean "provider" by "provder"\?/,
  ],
  [
    "the provider of llm, a number",
    { llm: { provider: 7 } },
    /^llm\.provider: Got a number; expected the name/,
  ],
  ["memory", { memory: 7 }, /^memory: Got a number; expected an object\./],
  ["memory, a list", { memory: [7] }, /^memory: Got a list; expected an object\./],
  [
    "memory.type",
    { memory: { type: "convers" } },
    /^memory\.type: Got "convers"; expected "conversation" or/,
  ],
  [
    "memory.typ",
    { memory: { type: "none", typ: 1 } },
    /^memory\.typ: There is no option "typ"\. Did you mean "type"\?/,
  ],
  [
    "memory.window",
    { memory: { type: "conversation", window: { maxMessages: "7" } } },
    /^memory\.window\.maxMessages: Got "7"; expected an integer from 1\./,
  ],
  [
    "a key of memory.window",
    { memory: { type: "conversation", window: { maxMesages: 7 } } },
    /^memory\.window\.maxMesages: There is no option "maxMesages"\. Did you mean "maxMessages"\?/,
  ],
  [
    "memory.config",
    { memory: { type: "none", config: 7 } },
    /^memory\.config: Got a number; expected an object/,
  ],
  [
    "graph",
    { graph: { recursionLimit: "7" } },
    /^graph\.recursionLimit: Got "7"; expected an integer from 1\./,
  ],
  [
    "a key of graph",
    { graph: { recursionLimi: 7 } },
    /^graph\.recursionLimi: .* Did you mean "recursionLimit"\?/,
  ],
  ["name", { name: 7 }, /^name: Got a number; expected a text that is not empty\./],
  ["version", { version: "one" }, /^version: Got a text; expected a semantic version such as 1\.0\.0\./],
  ["a tool", { tools: [7] }, /^tools\[0\]: Got a number; expected a tool made with defineTool\(\)\./],
  [
    "a provider",
    { providers: [{}] },
    /^providers\[0\]: Got an object; expected a provider, for example openai/,
  ],
  ["resources", { resources: [7] }, /^resources: Got a list; expected an object\./],
  ["a part", { memry: {} }, /^memry: There is no option "memry"\. Did you mean "memory"\?/],
  ["steps", { steps: 7 }, /^steps: Got a number; expected a list\./],
  [
    "a step",
    { steps: [7] },
    /^steps\[0\]: Got a number; expected an object\. Write \{ step: "llm", config: \{\} \}/,
  ],
  [
    "its type",
    { steps: [{ stepp: "llm", config: {} }] },
    /^steps\[0\]\.step: It is missing; expected a text/,
  ],
  [
    "its type, a number",
    { steps: [{ step: 7, config: {} }] },
    /^steps\[0\]\.step: Got a number; expected a text/,
  ],
  [
    "its config",
    { steps: [{ step: "llm", config: 7 }] },
    /^steps\[0\]\.config: Got a number; expected an object/,
  ],
  ["an option of it", step({ as: 7 }), /^steps\[0\]\.as: Got a number; expected a text/],
  ["a number in it", step({ temperature: "hot" }), /^steps\[0\]\.temperature: Got "hot"; expected a number/],
  [
    "an option that it lacks",
    step({ tempratur: 1 }),
    /^steps\[0\]\.tempratur: There is no option "tempratur"\. Did you mean "temperature"\? Known: .*timeoutMs/,
  ],
  [
    "an option of all steps",
    step({ timeoutMs: "7" }),
    /^steps\[0\]\.timeoutMs: Got "7"; expected a number above 0/,
  ],
  [
    "a key of such an option",
    step({ retry: { maxRetris: 1 } }),
    /^steps\[0\]\.retry\.maxRetris: There is no option "maxRetris"\. Did you mean "maxRetries"\?/,
  ],
])(
  "a wrong value is told with its path, what came and what was expected: %s",
  async (_, definition, told) => {
    const defects = await defectsOf(definition);
    expect(defects).toContainEqual(expect.stringMatching(told));
    expect(defects.join("\n")).not.toMatch(/Invalid input|Unrecognized key|Invalid option/);
  },
);

it("a key beside step and config is told, with the spelling that was meant or its right place", async () => {
  expect(await defectsOf({ steps: [{ stepp: "llm", config: {} }] })).toContainEqual(
    expect.stringMatching(/^steps\[0\]\.stepp: There is no option "stepp"\. Did you mean "step"\?/),
  );
  expect(await defectsOf({ steps: [{ step: "llm", config: {}, as: "x" }] })).toContainEqual(
    expect.stringMatching(
      /^steps\[0\]\.as: There is no option "as"\. .* what a step takes goes into its config/,
    ),
  );
});

it("a step that holds itself is told, and not followed for ever", async () => {
  const config: Record<string, unknown> = { on: "name", cases: {} };
  config.cases = { again: [{ step: "branch", config }] };
  expect(await defectsOf({ steps: [{ step: "branch", config }] })).toContainEqual(
    expect.stringMatching(/^steps\[0\]\.cases\.again\[0\]: The step is inside itself\./),
  );
});
