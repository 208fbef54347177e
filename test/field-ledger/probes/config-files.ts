import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type LoadAgentConfigOptions, loadAgentConfig, parseAgentConfig } from "@pergola/config/file";
import { isPergolaError } from "@pergola/core";
import { createStepRegistry } from "@pergola/core-steps";
import { calculator, clock } from "@pergola/tools";
import { z } from "zod";
import { entry } from "../ledger.ts";

export const provider = (
  category: "llm" | "memory" | "storage" | "vector-store" | "embeddings",
  name: string,
) => ({
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
  oneIndex: () => provider("vector-store", "one-index"),
  twoIndex: () => provider("vector-store", "two-index"),
  oneEmbedder: () => provider("embeddings", "one-embedder"),
  twoEmbedder: () => provider("embeddings", "two-embedder"),
  clock: clock(),
  made: ({ name }: { readonly name: string }) => ({ ...clock(), name }),
  shout: { ...createStepRegistry().get("llm"), name: "shout" },
  cry: { ...createStepRegistry().get("llm"), name: "cry" },
};

export const OPTIONS: LoadAgentConfigOptions = {
  env: {},
  tools: [clock(), calculator()],
  importModule: async () => EXPORTS,
  checkpointer: { getTuple: () => undefined, put: () => undefined } as never,
};

/** A definition as plain data, or why there is none. */
export async function seen(loading: ReturnType<typeof loadAgentConfig>): Promise<unknown> {
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

export const STEPS = { steps: [{ step: "llm" }] };

export const parse = (data: object, options: Partial<Parameters<typeof parseAgentConfig>[1]> = {}) =>
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
export const key = <Value>(path: string, values: readonly [Value, Value], data: (value: Value) => object) =>
  entry(path, values, (value) => parse(data(value)));

export async function inDirectory<Result>(
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

export const fromModule = (code: string) =>
  inDirectory({ "agent.mjs": `export default { steps: [{ step: "llm" }], ${code} };` }, (directory) =>
    seen(loadAgentConfig(directory, { env: {} })),
  );
