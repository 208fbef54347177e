import { silentLogger } from "@pergola/core";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { createFromProvider, providerConfigProblems } from "./create-from-provider.ts";
import { createLlmResource } from "./llm/create-llm-resource.ts";
import { createTestRun } from "./llm/llm-binding.test-helper.ts";
import type { ProviderFactory } from "./provider-factory.ts";
import { createProviderRegistry } from "./provider-registry.ts";
import { createInMemoryStorage } from "./storage/in-memory-storage.ts";

/** A provider by somebody who has not read what is expected. */
const provider = (part: object): ProviderFactory<"storage"> =>
  ({
    category: "storage",
    name: "acme",
    configSchema: z.object({}),
    create: async () => ({}),
    ...part,
  }) as unknown as ProviderFactory<"storage">;

/** All that a storage can do, and none of it works. */
const withoutDelete = () =>
  Object.fromEntries(
    ["read", "readStream", "write", "writeStream", "list", "listPage", "stat", "close"].map((name) => [
      name,
      fail,
    ]),
  );

const made = (part: object) =>
  createFromProvider(provider(part), {}, { env: {}, logger: silentLogger }) as Promise<unknown>;

const fail = () => {
  throw new Error("out of order");
};
const schemaOf = (safeParse: unknown) => ({ configSchema: { safeParse } });

describe("a provider", () => {
  it.each([undefined, null, 5, "a storage", false])("whose create() gives %o is named", async (nothing) => {
    for (const create of [async () => nothing, () => nothing])
      await expect(made({ create })).rejects.toMatchObject({
        code: "RESOURCE_MALFORMED",
        message: expect.stringContaining("storage/acme"),
        hint: expect.stringContaining("storage/acme"),
        details: { category: "storage", provider: "acme" },
      });
  });

  it.each([
    [
      "storage",
      { read: fail, write: fail, list: fail, stat: fail },
      ["readStream", "writeStream", "listPage", "delete", "close"],
    ],
    ["storage", { ...withoutDelete(), delete: "not a function" }, ["delete"]],
    [
      "memory",
      { admit: fail, settle: fail },
      ["lock", "suspend", "window", "sessions", "runs", "transcript", "events", "delete", "recover", "close"],
    ],
    ["llm", { stream: fail, bindTools: fail }, ["invoke"]],
    ["vector-store", { add: fail, search: fail }, ["delete", "clear", "close"]],
    ["embeddings", {}, ["embed"]],
  ])("of a %s that lacks methods is refused with their names", async (category, product, missing) => {
    const error = await made({ category, create: async () => product }).then(
      () => new Error("was taken"),
      (thrown: Error) => thrown,
    );
    expect(error).toMatchObject({
      code: "RESOURCE_MALFORMED",
      message: expect.stringContaining(`${category}/acme`),
      hint: expect.stringContaining(`${category}/acme`),
      details: { category, provider: "acme", missing },
    });
    for (const method of missing) expect(error.message).toContain(method);
  });

  it("that lacks methods has what it opened closed, however that goes", async () => {
    let closed = 0;
    const close = () => {
      closed += 1;
      throw new Error("does not close");
    };
    await expect(made({ create: async () => ({ close }) })).rejects.toMatchObject({
      code: "RESOURCE_MALFORMED",
    });
    expect(closed).toBe(1);
  });

  it.each(["tts", "constructor", "__proto__"])(
    "of the category %s, which its authors have made up, may give any object",
    async (category) => {
      const product = {};
      await expect(made({ category, create: async () => product })).resolves.toBe(product);
    },
  );

  it("may give an instance of a class, whose methods are inherited", async () => {
    await using storage = createInMemoryStorage();
    await expect(made({ create: async () => storage })).resolves.toBe(storage);
  });

  it("whose create() throws at once is heard", async () => {
    await expect(made({ create: fail })).rejects.toThrow("out of order");
  });

  it("of a model that is nothing is named too", async () => {
    const registry = createProviderRegistry([
      { ...provider({ create: async () => undefined }), category: "llm" } as ProviderFactory,
    ]);
    await using llm = createLlmResource({ registry, env: {}, model: "acme:m" });
    await expect(llm.bind(createTestRun().binding).generate("hi")).rejects.toMatchObject({
      code: "RESOURCE_MALFORMED",
      message: expect.stringContaining("llm/acme"),
    });
  });

  it.each([
    ["without a schema", { configSchema: undefined }, "configSchema", "safeParse"],
    ["whose schema has no safeParse", schemaOf(undefined), "configSchema", "safeParse"],
    ["whose schema gives nothing", schemaOf(() => undefined), "configSchema", "gave neither"],
    ["whose schema refuses without issues", schemaOf(() => ({ success: false })), "configSchema", "issues"],
    ["whose schema answers later", schemaOf(async () => ({ success: true })), "configSchema", "gave neither"],
    ["whose schema throws", schemaOf(fail), "configSchema", "out of order"],
    ["whose validateConfig throws", { validateConfig: fail }, "validateConfig", "out of order"],
    ["whose validateConfig gives a word", { validateConfig: () => "fine" }, "validateConfig", "a text"],
    ["whose validateConfig gives true", { validateConfig: () => true }, "validateConfig", "true"],
    ["whose validateConfig gives odd entries", { validateConfig: () => [null] }, "validateConfig", "a list"],
    [
      "whose validateConfig answers later",
      { validateConfig: async () => Promise.reject(new Error("late")) },
      "validateConfig",
      "a promise",
    ],
  ])("%s: that is a defect of its config", async (_, part, check, what) => {
    const problem = {
      path: [],
      message: expect.stringMatching(new RegExp(`${check} of storage/acme .*${what}`)),
      hint: expect.stringContaining("storage/acme"),
    };
    expect(providerConfigProblems(provider(part), {}, { env: {} })).toEqual([problem]);
    await expect(made(part)).rejects.toMatchObject({
      code: "PROVIDER_CONFIG_INVALID",
      details: { category: "storage", provider: "acme", problems: [problem] },
    });
  });

  it("with the schema of another library is told what that one refuses", () => {
    const issues = [{ path: ["size"], message: "too big" }];
    const foreign = schemaOf(() => ({ success: false, error: { issues } }));
    expect(providerConfigProblems(provider(foreign), { size: 1 }, { env: {} })).toEqual([
      { path: ["size"], message: "too big." },
    ]);
  });
});
