import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type LoadAgentConfigOptions, loadAgentConfig, parseAgentConfig } from "@pergola/config/file";
import { createStepRegistry } from "@pergola/core-steps";
import { calculator, clock } from "@pergola/tools";
import { z } from "zod";
import { entry, type Ledger } from "../ledger.ts";
import { inDirectory, OPTIONS, parse, provider, STEPS, seen } from "../probes/config-files.ts";

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
  workflowSteps: z.custom<LoadAgentConfigOptions["workflowSteps"]>(),
  conditions: z.custom<LoadAgentConfigOptions["conditions"]>(),
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

/** What the functions of a workflow give that a file names. */
async function workflowOf(text: string, options: LoadAgentConfigOptions) {
  const { config } = await parseAgentConfig(text, { env: {}, format: "yaml", ...options });
  const [{ workflow } = {}] = config.steps.map((step) => step.config);
  const { stages } = workflow as { readonly stages: Readonly<Record<string, readonly Entry[]>> };
  return stages.think?.map(({ step, when }) => [when?.(), typeof step === "object" && step.run()]);
}

interface Entry {
  readonly step: string | { run(): unknown };
  readonly when?: () => unknown;
}

const chatty = { ...createStepRegistry().get("llm"), configSchema: z.strictObject({ volume: z.number() }) };

/** How a config file is read. */
export const configFileLoadingLedger: Ledger = {
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
    entry(
      "workflowSteps",
      [[{ name: "think", run: () => 1 }], [{ name: "think", run: () => 2 }]],
      (workflowSteps) => workflowOf("workflow: { think: [{ step: think }] }", { workflowSteps }),
    ),
    entry("conditions", [{ isLong: () => true }, { isLong: () => false }], (conditions) =>
      workflowOf("workflow: { think: [{ step: llm, when: isLong }] }", { conditions }),
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
