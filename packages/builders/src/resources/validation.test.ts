import { createInMemoryConversationStore, createInMemoryStorage } from "@pergola/resources";
import { expect, it, test } from "vitest";
import { z } from "zod";
import { createAgent } from "../index.ts";

const idle = (builder = createAgent({}, { sources: [] })) =>
  builder.withStep("custom", { step: () => undefined });

const messageOf = (builder: ReturnType<typeof idle>) =>
  builder.build().then(
    () => "built",
    (error: Error) => error.message,
  );

const linesOf = async (builder: ReturnType<typeof idle>) =>
  (await messageOf(builder))
    .split("\n")
    .slice(1)
    .map((line) => line.trim());

test("all defects of resources are told at once, with those of everything else, each at its place", async () => {
  const closed = { category: "tts", name: "acme", configSchema: z.strictObject({ voice: z.string() }) };
  const lines = await linesOf(
    idle(createAgent({ version: "one" }, { sources: [] }))
      .withProvider({ ...closed, create: async () => ({}) } as never)
      .withStorage("lokal")
      .withResource("tts", "acme", { voise: "Ida" })
      .withResource("reports", "storage/local", { basePath: 7 })
      .withResource("scan", { dependencies: ["storge"], create: () => ({}) })
      .withResource("odd", 7 as never)
      .withResource("llm", "openai")
      .withResource("2nd", createInMemoryStorage())
      .withResource("read", {
        dependencies: ["odd", { key: "tts", category: "speech" }],
        create: () => ({}),
      }),
  );
  expect(lines).toEqual([
    expect.stringMatching(/^version: /),
    expect.stringMatching(/^resources\.odd: Expected a provider's name, .*; received number\./),
    expect.stringMatching(/^resources\.llm: "llm" is not among the further resources: .*withLlm\(\)/),
    expect.stringMatching(/^resources\.2nd: Expected a key of a letter, .*; received "2nd"\./),
    expect.stringMatching(
      /^storage\.provider: No storage provider is named "lokal"\. Did you mean "local"\?/,
    ),
    expect.stringMatching(/^resources\.tts\.voice: It is missing/),
    expect.stringMatching(/^resources\.tts\.voise: There is no option "voise"\. Did you mean "voice"\?/),
    expect.stringMatching(/^resources\.reports\.basePath: Got a number; expected a text/),
    expect.stringMatching(
      /^resources\.scan\.dependencies\[0\]: "scan" needs "storge".* Did you mean "storage"\?/,
    ),
  ]);
});

it.each([
  [
    "a need that nobody meets",
    { index: { dependencies: ["storge"], create: () => ({}) } },
    /"storge", and there is no such resource \(index → storge\)/,
  ],
  [
    "a cycle",
    { a: { dependencies: ["b"], create: () => ({}) }, b: { dependencies: ["a"], create: () => ({}) } },
    /need each other in a cycle: a → b → a/,
  ],
  [
    "a definition of another key",
    { a: { key: "b", create: () => ({}) } },
    /resources\.a\.key: The definition is for the key "b"/,
  ],
  [
    "an object that is nothing",
    { a: { basePath: "x" } },
    /resources\.a: Expected .*received an object that names no provider/,
  ],
  [
    "a provider that is none",
    { a: { provider: 7 } },
    /resources\.a\.provider: Expected the name of a provider/,
  ],
  ["a provider without a name", { a: { provider: "storage/" } }, /resources\.a\.provider: /],
  [
    "a category that is none",
    { a: { provider: "x", category: 7 } },
    /resources\.a\.category: Expected the category/,
  ],
  ["a list", { a: ["local"] }, /resources\.a: Expected .*received a list/],
  [
    "a second memory",
    { a: createInMemoryConversationStore() },
    /resources\.a: Conversations live in the agent's one memory\. Use withMemory\(\)/,
  ],
  ["a name of every agent's", { tools: createInMemoryStorage() }, /resources\.tools: .*withTools\(\)/],
  [
    "a model that nobody has",
    { a: { provider: "llm/nobody" } },
    /resources\.a\.provider: No llm provider is named "nobody"/,
  ],
])("%s is refused at build", async (_what, resources, message) => {
  expect(await messageOf(idle(createAgent({ resources: resources as never }, { sources: [] })))).toMatch(
    message,
  );
});

it.each([
  ["a number", 7, /storage: Expected .*received number/],
  [
    "a resource of another category",
    { category: "tts", read: 1, close() {} },
    /storage: Expected a storage; received a resource of category "tts"/,
  ],
  [
    "a provider without a schema",
    { category: "storage", name: "x", create: async () => ({}) },
    /storage: A storage is a provider or a ready storage/,
  ],
  ["a definition", { create: () => ({}) }, /storage: A storage is a provider or a ready storage/],
  [
    "something that cannot do what a storage does",
    new Map(),
    /storage: Expected a storage; received an object that does not read, write, list and stat files\./,
  ],
  [
    "half a storage",
    { read() {}, write() {}, list() {} },
    /storage: Expected a storage; received an object that does not read, write, list and stat files\./,
  ],
  ["a store of conversations", createInMemoryConversationStore(), /received a resource of category "memory"/],
  ["a provider of another category", { provider: "llm/openai" }, /received a resource of category "llm"/],
])("a storage that is %s is refused at build", async (_what, storage, message) => {
  expect(await messageOf(idle().withStorage(storage as never))).toMatch(message);
});

test("a config that has no provider to go to is refused", async () => {
  expect(await messageOf(idle().withStorage(createInMemoryStorage(), { basePath: "x" }))).toMatch(
    /storage\.provider: Expected the name of a provider/,
  );
});

test("what is no map is refused at once", () => {
  expect(() => createAgent({ resources: 7 as never })).toThrow(/resources: Got a number; expected an object/);
});
