import { redactText } from "@pergola/core";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { lazySchema } from "../lazy-schema.ts";
import type { ProviderFactory } from "../provider-factory.ts";
import { configSecrets, environmentSecrets } from "./config-secrets.ts";
import { holdConfigSecrets } from "./hold-config-secrets.ts";

describe("the secrets of a provider's config", () => {
  it("are what is under names that sound so, with and without its scheme", () => {
    const config = {
      apiKey: "plum-1",
      model: "m",
      headers: { Authorization: "Bearer plum-2", accept: "json" },
      nested: [{ dbPassword: "plum-3" }],
      tokens: ["no"],
      accessTokens: ["plum-4"],
    };
    expect(configSecrets(config)).toEqual(["plum-1", "Bearer plum-2", "plum-2", "plum-3", "plum-4"]);
  });

  it.each([
    ["secret", z.string().meta({ secret: true })],
    ["optional and secret", z.string().meta({ secret: true }).optional()],
    ["for writing only", z.string().meta({ writeOnly: true })],
    ["a password", z.string().meta({ format: "password" })],
    ["one of several", z.union([z.number(), z.string().meta({ secret: true })])],
  ])("are what its schema marks as %s, at any depth", (_, door) => {
    const schemas = [z.object({ door }), z.looseObject({ door }), lazySchema(() => z.strictObject({ door }))];
    for (const schema of schemas)
      expect(configSecrets({ door: "plum-1", other: "x" }, schema)).toEqual(["plum-1"]);
    const deep = z.object({ rooms: z.array(z.object({ door })) });
    expect(configSecrets({ rooms: [{ door: "plum-1" }] }, deep)).toEqual(["plum-1"]);
  });

  it("are passwords in addresses, as they are and decoded", () => {
    expect(configSecrets({ url: "postgres://ada:plum%21@db/x" })).toEqual(["plum%21", "plum!"]);
  });

  it("are no plain words: they would be missed in every sentence", () => {
    expect(configSecrets({ auth: "required", credentials: "include", token: "NONE" })).toEqual([]);
  });

  it("are found in whatever is given", () => {
    const cyclic: Record<string, unknown> = { apiKey: "plum-1" };
    cyclic.self = cyclic;
    expect(configSecrets(cyclic)).toEqual(["plum-1"]);
    for (const config of [undefined, null, "text", 1, []]) expect(configSecrets(config)).toEqual([]);
    const foreign = { safeParse: () => ({ success: true }) } as unknown as z.ZodType;
    expect(configSecrets({ apiKey: "plum-1" }, foreign)).toEqual(["plum-1"]);
  });

  it("come from the environment by the names of variables", () => {
    const env = {
      ACME_API_KEY: "plum-1",
      PWD: "/home/ada-1",
      OLDPWD: "/x-1",
      HOME: "/home/ada",
      SSH_AUTH_SOCK: "/x/1",
    };
    expect(environmentSecrets({ ...env, DATABASE_URL: "redis://:plum-2@db", NONE: undefined })).toEqual([
      "plum-1",
      "plum-1",
      "plum-2",
      "plum-2",
    ]);
  });
});

it("secrets of a config, of defaults and of variables are held once somebody checks or uses them", () => {
  const factory = {
    category: "llm",
    name: "acme",
    configSchema: z.object({ door: z.string().meta({ secret: true }) }),
    defaults: { apiKey: "held-default-1" },
    create: () => Promise.reject(new Error("never")),
  } satisfies ProviderFactory;
  const text = "held-config-1, held-default-1, held-variable-1";
  expect(redactText(text)).toBe(text);
  for (let times = 0; times < 3; times += 1)
    holdConfigSecrets(factory, { door: "held-config-1" }, { env: { ACME_TOKEN: "held-variable-1" } });
  expect(redactText(text)).toBe("[redacted], [redacted], [redacted]");
  // They are held for as long as the provider is.
  expect(factory.name).toBe("acme");
});
