import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type LoadAgentConfigOptions, loadAgentConfig, parseAgentConfig } from "@pergola/config/file";
import { isPergolaError } from "@pergola/core";
import { createStepRegistry } from "@pergola/core-steps";
import { calculator, clock } from "@pergola/tools";
import { z } from "zod";
// The shape is nobody's API: its JSON Schema is.
import { agentFileShape } from "../../../packages/config/src/file/parts/agent-file-schema.ts";
import { entry, type Ledger, type LedgerEntry } from "../ledger.ts";

const provider = (category: "llm" | "memory" | "storage", name: string) => ({
  category,
  name,
  configSchema: z.strictObject({ path: z.string().optional(), level: z.number().optional() }),
  create: () => Promise.reject(new Error("unused")),
});

/** What `package#export` gives. */
const EXPORTS = {
  one: () => provider("llm", "one"),
  two: () => provider("llm", "two"),
  oneStore: () => provider("memory", "one-store"),
  twoStore: () => provider("memory", "two-store"),
  oneShelf: () => provider("storage", "one-shelf"),
  twoShelf: () => provider("storage", "two-shelf"),
  clock: clock(),
  made: ({ name }: { readonly name: string }) => ({ ...clock(), name }),
  shout: { ...createStepRegistry().get("llm"), name: "shout" },
  cry: { ...createStepRegistry().get("llm"), name: "cry" },
};

const OPTIONS: LoadAgentConfigOptions = {
  env: {},
  tools: [clock(), calculator()],
  importModule: async () => EXPORTS,
  checkpointer: { getTuple: () => undefined, put: () => undefined } as never,
};

/** A definition as plain data, or why there is none. */
async function seen(loading: ReturnType<typeof loadAgentConfig>): Promise<unknown> {
  try {
    const { config } = await loading;
    const { stateSchema, tools, providers, steps, ...plain } = config;
    return {
      plain: JSON.parse(JSON.stringify(plain)) as unknown,
      retryIf: plain.retry?.retryIf?.(new Error("x")),
      tools: tools.map(({ name }) => name),
      providers: providers.map(({ name }) => name),
      steps: steps.map(({ step, config: of }) => [typeof step === "string" ? step : step.name, of]),
      keys: stateSchema instanceof z.ZodObject ? Object.keys(stateSchema.shape) : [],
    };
  } catch (error) {
    if (!isPergolaError(error)) throw error;
    const { problems = [] } = error.details as { problems?: readonly { message: string; file: string }[] };
    return [error.code, ...problems.map(({ message, file }) => `${file.split("/").at(-1)}: ${message}`)];
  }
}

const STEPS = { steps: [{ step: "llm" }] };

const parse = (data: object, options: Partial<Parameters<typeof parseAgentConfig>[1]> = {}) =>
  seen(
    parseAgentConfig(JSON.stringify({ ...STEPS, ...data }), {
      ...OPTIONS,
      format: "json",
      path: "/nowhere/agent.json",
      dotenv: false,
      ...options,
    }),
  );

/** One key of the file, with two values. */
const key = <Value>(path: string, values: readonly [Value, Value], data: (value: Value) => object) =>
  entry(path, values, (value) => parse(data(value)));

async function inDirectory<Result>(
  files: Readonly<Record<string, string>>,
  use: (directory: string) => Promise<Result>,
) {
  const directory = await mkdtemp(join(tmpdir(), "pergola-ledger-"));
  try {
    for (const [name, text] of Object.entries(files)) await writeFile(join(directory, name), text);
    return await use(directory);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

const fromModule = (code: string) =>
  inDirectory({ "agent.mjs": `export default { steps: [{ step: "llm" }], ${code} };` }, (directory) =>
    seen(loadAgentConfig(directory, { env: {} })),
  );

/** A model, wherever it stands. */
const modelKeys = (prefix: string, data: (model: unknown) => object): readonly LedgerEntry[] => [
  key(prefix, ["one", "openai:b"], data),
  key(`${prefix}.provider`, ["one", "two"], (value) => data({ provider: value })),
  key(`${prefix}.type`, ["acme#one", "acme#two"], (type) => data({ type })),
  key(`${prefix}.config`, [{ path: "a" }, { path: "b" }], (config) => data({ provider: "one", config })),
];

const memoryKeys: readonly LedgerEntry[] = [
  key("memory", ["conversation", "none"], (memory) => ({ memory })),
  key("memory.type", ["conversation", "none"], (type) => ({ memory: { type } })),
  key("memory.provider", ["one", "two"], (value) => ({ memory: { provider: value } })),
  key("memory.config", [{ path: "a" }, { path: "b" }], (config) => ({ memory: { provider: "one", config } })),
  key("memory.window.maxMessages", [1, 2], (maxMessages) => ({ memory: { window: { maxMessages } } })),
  key("memory.window.maxTokens", [1, 2], (maxTokens) => ({ memory: { window: { maxTokens } } })),
  key("resources.memory", ["one", "two"], (memory) => ({ resources: { memory } })),
  key("resources.memory.provider", ["one", "two"], (value) => ({
    resources: { memory: { provider: value } },
  })),
  key("resources.memory.type", ["acme#oneStore", "acme#twoStore"], (type) => ({
    resources: { memory: { type } },
  })),
  key("resources.memory.config", [{ path: "a" }, { path: "b" }], (config) => ({
    resources: { memory: { provider: "one", config } },
  })),
];

/** A storage, or a further resource, wherever it stands. */
const shelfKeys = (prefix: string, data: (reference: unknown) => object): readonly LedgerEntry[] => [
  key(prefix, ["storage/one", "storage/two"], data),
  key(`${prefix}.provider`, ["one", "two"], (value) => data({ provider: value })),
  key(`${prefix}.type`, ["acme#oneShelf", "acme#twoShelf"], (type) => data({ type })),
  key(`${prefix}.config`, [{ path: "a" }, { path: "b" }], (config) => data({ provider: "one", config })),
];

const partKeys = (part: string, values: Readonly<Record<string, readonly [unknown, unknown]>>) =>
  Object.entries(values).map(([name, pair]) =>
    key(`${part}.${name}`, pair, (value) => ({ [part]: { [name.replace(/<.*/, "")]: value } })),
  );

/** A setting of a storage's own breaker. */
const shelfBreaker = (setting: "failures" | "resetMs"): readonly LedgerEntry[] => [
  key(`breaker.resources.*.${setting}`, [1, 2], (value) => ({
    storage: "one",
    breaker: { resources: { storage: { [setting]: value } } },
  })),
];

const agentFile: Ledger = {
  name: "agent file",
  schema: agentFileShape,
  exceptions: { $schema: "read by editors" },
  entries: [
    key("name", ["a", "b"], (name) => ({ name })),
    key("version", ["1.0.0", "2.0.0"], (version) => ({ version })),
    key("description", ["a", "b"], (description) => ({ description })),
    entry("extends", ["./a.yaml", "./b.yaml"], (base) =>
      inDirectory(
        {
          "a.yaml": "name: a",
          "b.yaml": "name: b",
          "agent.json": JSON.stringify({ ...STEPS, extends: base }),
        },
        (directory) => seen(loadAgentConfig(directory, { env: {} })),
      ),
    ),
    ...modelKeys("llm", (llm) => ({ llm })),
    ...modelKeys("llm[]", (model) => ({ llm: [model, "three"] })),
    ...modelKeys("resources.llm", (llm) => ({ resources: { llm } })),
    ...modelKeys("resources.llm[]", (model) => ({ resources: { llm: [model, "three"] } })),
    ...memoryKeys,
    ...shelfKeys("storage", (storage) => ({ storage })),
    ...shelfKeys("resources.storage", (storage) => ({ resources: { storage } })),
    ...shelfKeys("resources.*", (reports) => ({ resources: { reports } })),
    key("resources.*.category", ["storage", "tts"], (category) => ({
      resources: { reports: { provider: "one", category } },
    })),
    key("tools[]", ["clock", "calculator"], (tool) => ({ tools: [tool] })),
    key("tools[].type", ["acme#clock", "acme#nothing"], (type) => ({ tools: [{ type }] })),
    key("tools[].config", [{ name: "a" }, { name: "b" }], (config) => ({
      tools: [{ type: "acme#made", config }],
    })),
    key("steps[].step", ["llm", "tools-loop"], (step) => ({ steps: [{ step }] })),
    key("steps[].type", ["acme#shout", "acme#cry"], (type) => ({ steps: [{ type }] })),
    ...partKeys("limits", { maxIterations: [1, 2], timeoutMs: [1, 2], maxToolCalls: [1, 2] }),
    ...partKeys("retry", {
      maxRetries: [1, 2],
      backoffBaseMs: [1, 2],
      backoffFactor: [1, 2],
      maxBackoffMs: [1, 2],
      jitter: [true, false],
    }),
    ...partKeys("breaker", { failures: [1, 2], resetMs: [1, 2] }),
    ...shelfBreaker("failures"),
    ...shelfBreaker("resetMs"),
    ...partKeys("fallback", { firstTokenTimeoutMs: [1, 2] }),
    entry("retry.retryIf", ["true", "false"], (verdict) =>
      fromModule(`retry: { retryIf: () => ${verdict} }`),
    ),
    entry("graph.checkpointer", ["", "checkpointer: { getTuple() {}, put() {} },"], (saver) =>
      fromModule(`graph: { ${saver} interruptBefore: "*" }`),
    ),
    ...partKeys("graph", {
      recursionLimit: [1, 2],
      "interruptBefore<literal>": ["*", []],
      "interruptBefore<array>": [["a"], ["b"]],
      "interruptAfter<literal>": ["*", []],
      "interruptAfter<array>": [["a"], ["b"]],
    }),
  ],
};

/** Not parsed by anybody: it says which options there are, and the compiler that none is missing. */
const loadOptionsSchema = z.strictObject({
  env: z.custom<LoadAgentConfigOptions["env"]>(),
  dotenv: z.custom<LoadAgentConfigOptions["dotenv"]>(),
  limits: z.strictObject({
    maxBytes: z.number(),
    maxNodes: z.number(),
    maxDepth: z.number(),
    maxAliases: z.number(),
    maxExtends: z.number(),
  } satisfies Record<keyof NonNullable<LoadAgentConfigOptions["limits"]>, z.ZodType>),
  roots: z.custom<LoadAgentConfigOptions["roots"]>(),
  importModule: z.custom<LoadAgentConfigOptions["importModule"]>(),
  previous: z.custom<LoadAgentConfigOptions["previous"]>(),
  onFile: z.custom<LoadAgentConfigOptions["onFile"]>(),
  signal: z.custom<LoadAgentConfigOptions["signal"]>(),
  stateSchema: z.custom<LoadAgentConfigOptions["stateSchema"]>(),
  tools: z.custom<LoadAgentConfigOptions["tools"]>(),
  providers: z.custom<LoadAgentConfigOptions["providers"]>(),
  findProvider: z.custom<LoadAgentConfigOptions["findProvider"]>(),
  findTool: z.custom<LoadAgentConfigOptions["findTool"]>(),
  checkpointer: z.custom<LoadAgentConfigOptions["checkpointer"]>(),
  stepTypes: z.custom<LoadAgentConfigOptions["stepTypes"]>(),
} satisfies Record<keyof LoadAgentConfigOptions, z.ZodType>);

const limit = (name: string, values: readonly [number, number], text: string) =>
  entry(`limits.${name}`, values, (value) =>
    seen(parseAgentConfig(text, { env: {}, format: "yaml", limits: { [name]: value } })),
  );

const EXTENDING = {
  "a.yaml": "extends: ./b.yaml",
  "b.yaml": "name: b",
  "agent.yaml": "extends: ./a.yaml\nsteps: [{ step: llm }]",
};

const chatty = { ...createStepRegistry().get("llm"), configSchema: z.strictObject({ volume: z.number() }) };

const loadOptions: Ledger = {
  name: "loadAgentConfig",
  schema: loadOptionsSchema,
  entries: [
    entry("env", [{ A: "1" }, { A: "2" }], (env) => parse({ name: "n$" + "{A}" }, { env })),
    entry("dotenv", ["one.env", "two.env"], (dotenv) =>
      inDirectory(
        {
          "one.env": "A=1",
          "two.env": "A=2",
          "agent.json": JSON.stringify({ ...STEPS, name: "n$" + "{A}" }),
        },
        (directory) => seen(loadAgentConfig(directory, { env: {}, dotenv })),
      ),
    ),
    limit("maxBytes", [10, 100], "steps: [{ step: llm }]"),
    limit("maxNodes", [2, 100], "steps: [{ step: llm }]"),
    limit("maxDepth", [2, 10], "steps: [{ step: llm }]"),
    limit("maxAliases", [0, 1], "steps: [&a { step: llm }, *a]"),
    entry("limits.maxExtends", [1, 2], (maxExtends) =>
      inDirectory(EXTENDING, async (directory) =>
        JSON.stringify(
          await seen(loadAgentConfig(directory, { env: {}, limits: { maxExtends } })),
        ).replaceAll(/\/\S*\//g, ""),
      ),
    ),
    entry("roots", ["none", "other"], (root) =>
      inDirectory({ "base.yaml": "name: outside" }, (other) =>
        inDirectory({ "package.json": "{}" }, async (directory) => {
          const base = `../${other.split(/[\\/]/).at(-1)}/base.yaml`;
          await writeFile(join(directory, "agent.json"), JSON.stringify({ ...STEPS, extends: base }));
          const loaded = await seen(
            loadAgentConfig(directory, { env: {}, roots: root === "none" ? [] : [other] }),
          );
          return Array.isArray(loaded) ? loaded[0] : loaded;
        }),
      ),
    ),
    entry("importModule", ["a", "b"], (name) =>
      parse(
        { tools: [{ type: "acme#tool" }] },
        { importModule: async () => ({ tool: { ...clock(), name } }) },
      ),
    ),
    entry("previous", [false, true], async (isAgain) => {
      const exported = { tool: () => ({ ...clock() }) };
      const importModule = async () => exported;
      const read = (previous?: LoadAgentConfigOptions["previous"]) =>
        parseAgentConfig(JSON.stringify({ ...STEPS, tools: [{ type: "acme#tool" }] }), {
          format: "json",
          path: "agent.json",
          importModule,
          dotenv: false,
          env: {},
          previous,
        });
      const first = await read();
      const second = await read(isAgain ? first : undefined);
      return first.config.tools[0] === second.config.tools[0];
    }),
    entry("onFile", [false, true], (isTold) =>
      inDirectory({ "agent.json": JSON.stringify(STEPS) }, async (directory) => {
        const files: string[] = [];
        await loadAgentConfig(directory, { env: {}, ...(isTold && { onFile: (file) => files.push(file) }) });
        return files.map((file) => file.split(/[\\/]/).at(-1)).slice(1);
      }),
    ),
    entry("signal", [false, true], async (isAborted) => {
      const signal = isAborted ? AbortSignal.abort(new Error("enough")) : new AbortController().signal;
      return parse({}, { signal }).catch((error: unknown) => String(error));
    }),
    entry("stateSchema", ["a", "b"], (name) => parse({}, { stateSchema: z.object({ [name]: z.string() }) })),
    entry("tools", [[clock()], [calculator()]], (tools) => parse({ tools: ["clock"] }, { tools })),
    entry("providers", ["one", "two"], (name) => parse({}, { providers: [provider("llm", name)] })),
    entry("findProvider", [false, true], (isFound) =>
      parse(
        { memory: { provider: "p", config: { level: "$" + "{N}" } } },
        { env: { N: "5" }, findProvider: async () => (isFound ? provider("memory", "p") : undefined) },
      ),
    ),
    entry("findTool", [[clock()], [calculator()]], (found) =>
      parse({ tools: ["mine"] }, { findTool: async () => found[0] }),
    ),
    entry("checkpointer", [undefined, OPTIONS.checkpointer], (checkpointer) =>
      parse({ graph: { interruptBefore: "*" } }, { checkpointer: checkpointer as never }),
    ),
    entry("stepTypes", [false, true], (isKnown) => {
      const stepTypes = createStepRegistry().child();
      if (isKnown) stepTypes.register("chatty", chatty);
      return parse({ steps: [{ step: "chatty", volume: "loud" }] }, { stepTypes });
    }),
  ],
};

/** What a config file may hold, and how it is read. */
export const configFileLedgers: readonly Ledger[] = [agentFile, loadOptions];
