import { type Logger, silentLogger } from "@pergola/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { createFromProvider, providerConfigProblems } from "../create-from-provider.ts";
import { lazySchema } from "../lazy-schema.ts";
import type { ProviderFactory } from "../provider-factory.ts";
import { providerVariable } from "./provider-variable.ts";
import { warnOfUnknownVariables } from "./unknown-variables.ts";

const configSchema = z.strictObject({
  path: z.string().min(1),
  poolSize: z.int().min(1).optional(),
  ratio: z.union([z.number(), z.boolean()]).optional(),
  isReadOnly: z.boolean().optional(),
  extensions: z.array(z.string()).optional(),
  ports: z.array(z.int()).optional(),
  mode: z.enum(["fast", "safe"]).optional(),
  headers: z.record(z.string(), z.string()).optional(),
  stop: z.union([z.string(), z.array(z.string())]).optional(),
});

/** A provider by somebody who has never heard of variables. Gives back what it was made with. */
const thirdParty = (part: object = {}): ProviderFactory =>
  ({
    category: "vector-index",
    name: "acme.store-2",
    configSchema,
    create: async (config: unknown) => config,
    ...part,
  }) as unknown as ProviderFactory;

const PREFIX = "PERGOLA_VECTOR_INDEX__ACME_STORE_2_";
const envOf = (values: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(values).map(([key, value]) => [PREFIX + key, value]));

const made = (values: Readonly<Record<string, string>>, config: unknown = {}, factory = thirdParty()) =>
  createFromProvider(factory, config, { env: envOf(values), logger: silentLogger }) as Promise<unknown>;

describe("the variable of a key", () => {
  it.each([
    ["llm", "openai", "apiKey", "PERGOLA_LLM__OPENAI_API_KEY"],
    ["llm", "openai", "baseURL", "PERGOLA_LLM__OPENAI_BASE_URL"],
    ["llm", "google-genai", "topP", "PERGOLA_LLM__GOOGLE_GENAI_TOP_P"],
    ["memory", "duckdb", "path", "PERGOLA_MEMORY__DUCKDB_PATH"],
    ["vector-store", "acme.store-2", "URLPrefix", "PERGOLA_VECTOR_STORE__ACME_STORE_2_URL_PREFIX"],
    ["storage", "s3", "maxFileBytes", "PERGOLA_STORAGE__S3_MAX_FILE_BYTES"],
  ])("of %s/%s %s is %s", (category, name, key, variable) => {
    expect(providerVariable({ category, name }, key)).toBe(variable);
  });

  it("is a name that every shell takes, whatever the provider is called", () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.string(), (category, name, key) => {
        expect(providerVariable({ category, name }, key)).toMatch(/^PERGOLA_[A-Z0-9_]*$/);
      }),
    );
  });
});

describe("what the environment sets of a provider's config", () => {
  it("is made what the schema asks for", async () => {
    const values = {
      PATH: "./data",
      POOL_SIZE: " 4 ",
      RATIO: "TRUE",
      IS_READ_ONLY: "false",
      EXTENSIONS: "vss, fts",
      PORTS: "[1, 2]",
      MODE: "safe",
      HEADERS: '{"a":"b"}',
      STOP: "1,2",
    };
    expect(await made(values)).toEqual({
      path: "./data",
      poolSize: 4,
      ratio: true,
      isReadOnly: false,
      extensions: ["vss", "fts"],
      ports: [1, 2],
      mode: "safe",
      headers: { a: "b" },
      stop: "1,2",
    });
  });

  it("gives way to the config and to the provider's own defaults, and an empty variable sets nothing", async () => {
    const values = { PATH: "env", POOL_SIZE: "4", MODE: "fast", STOP: "" };
    const factory = thirdParty({ defaults: { poolSize: 2, mode: undefined } });
    expect(await made(values, { path: "own" }, factory)).toEqual({ path: "own", mode: "fast" });
    expect(await made(values, { path: undefined }, factory)).toEqual({ path: "env", mode: "fast" });
  });

  it("is refused by the name of its variable, and nothing of it is repeated that may be a secret", async () => {
    const values = { PATH: "p", POOL_SIZE: "many", IS_READ_ONLY: "yes", MODE: "slow", HEADERS: "sk-secret" };
    const error = await made(values).then(
      () => new Error("It is made."),
      (thrown: Error) => thrown,
    );
    expect(error).toMatchObject({
      code: "PROVIDER_CONFIG_INVALID",
      details: { category: "vector-index", provider: "acme.store-2" },
    });
    for (const key of ["POOL_SIZE", "IS_READ_ONLY", "MODE", "HEADERS"])
      expect(error.message).toContain(`The environment variable ${PREFIX}${key} is wrong: `);
    expect(error.message).toContain('Got "many"; expected an integer from 1.');
    expect(error.message).not.toContain("sk-secret");
  });

  it("is named where something is missing", () => {
    expect(providerConfigProblems(thirdParty(), {}, { env: {} })).toEqual([
      {
        path: ["path"],
        message: "It is missing; expected a text that is not empty.",
        hint: `Set it to a text that is not empty. The environment variable ${PREFIX}PATH is read too.`,
      },
    ]);
  });

  it.each([
    ["an intersection", z.object({ path: z.string() }).and(z.object({ poolSize: z.int() }))],
    ["a union", z.union([z.object({ path: z.string() }), z.object({ path: z.string(), poolSize: z.int() })])],
    ["a refined object", z.object({ path: z.string(), poolSize: z.int() }).refine(() => true)],
    [
      "a schema that is made when needed",
      lazySchema(() => z.looseObject({ path: z.string(), poolSize: z.int() })),
    ],
    ["a schema of numbers in texts", z.object({ path: z.string(), poolSize: z.coerce.number() })],
  ])("is found by the keys of %s", async (_, schema) => {
    const config = await made({ PATH: "p", POOL_SIZE: "4" }, {}, thirdParty({ configSchema: schema }));
    expect(schema.safeParse(config)).toMatchObject({ success: true, data: { path: "p" } });
    expect(Number((config as { poolSize?: unknown }).poolSize)).toBe(4);
  });

  it("is nothing for a schema that has no keys that can be told", async () => {
    const schemas = [z.string(), z.custom(), { safeParse: () => ({ success: true, data: {} }) }];
    const create = async (config: unknown) => ({ config });
    for (const configSchema of schemas)
      expect(await made({ PATH: "x" }, "plain", thirdParty({ configSchema, create }))).toEqual({
        config: "plain",
      });
  });
});

describe("variables that set nothing", () => {
  const told = (env: Readonly<Record<string, string>>) => {
    const lines: unknown[] = [];
    const logger: Logger = { ...silentLogger, warn: (message) => void lines.push(message) };
    warnOfUnknownVariables([thirdParty()], { env, logger });
    return lines;
  };

  it.each([
    [`${PREFIX}POOL_SISE`, `${PREFIX}POOL_SIZE`],
    [`${PREFIX}POOLSIZE`, `${PREFIX}POOL_SIZE`],
    ["PERGOLA_VECTOR_INDEX_ACME_STORE_2_PATH", `${PREFIX}PATH`],
    ["PERGOLA_VECTOR_INDEX__ACMEE_STORE_2_PATH", `${PREFIX}PATH`],
  ])("%s is told with the spelling that was probably meant", (variable, meant) => {
    expect(told({ [variable]: "x" })).toEqual([
      expect.stringMatching(
        new RegExp(`^The environment variable ${variable} sets nothing. Did you mean ${meant}\\?`),
      ),
    ]);
  });

  it("are told with all that there are, when the provider is known and its key is not", () => {
    expect(told({ [`${PREFIX}COLOUR_OF_HAIR`]: "red" })).toEqual([
      expect.stringContaining(`There are: ${PREFIX}PATH, ${PREFIX}POOL_SIZE`),
    ]);
  });

  it("say nothing of other providers, of other programs, or of those that do set something", () => {
    const env = {
      PERGOLA_LLM__GROQ_API_KEY: "x",
      PERGOLA_LOCAL_ONLY: "1",
      PATH: "/bin",
      [`${PREFIX}PATH`]: "p",
    };
    expect(told(env)).toEqual([]);
  });
});
