import type { Scope } from "@pergola/core";
import type { StepRun } from "@pergola/core-steps";
import { ScriptedChatModel } from "@pergola/core-steps/testing";
import {
  createHashingEmbedder,
  createInMemoryConversationStore,
  createInMemoryVectorStore,
  inMemoryVectors,
  type VectorStore,
  type VectorsHandle,
} from "@pergola/resources";
import { defineTool } from "@pergola/tools";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { createAgent } from "../create-agent.ts";

const scopeOf = (userId: string, tenantId = "local"): Scope => ({ tenantId, userId, agentId: "agent" });

/** An agent of one step of its own. */
const looking = (look: (run: StepRun) => unknown) =>
  createAgent().withStep("custom", { step: async (_state, { run }) => void (await look(run)) });

const VECTORS = { vectorStore: "in-memory", embeddings: "hashing" } as const;

const notes = [
  { id: "tea", text: "Ada likes green tea in the morning.", metadata: { source: "talk" } },
  { id: "car", text: "The car is in the garage.", metadata: { source: "letter" } },
];

describe("a memory of a database, a vector store and an embedder", () => {
  it("keeps conversations and vectors, which the program reaches by scope", async () => {
    await using agent = await createAgent()
      .withMemory(VECTORS)
      .withStep("llm", { model: new ScriptedChatModel([{ text: "Hello." }]) })
      .start();
    await agent.memory.vectors.add(scopeOf("ada"), notes);
    const found = await agent.memory.vectors.search(scopeOf("ada"), "What tea does she drink?", { k: 1 });
    expect(found).toMatchObject([{ id: "tea", metadata: { source: "talk" } }]);
    await agent.chat("hello", { userId: "ada", sessionId: "s" });
    expect(await agent.memory.transcript({ ...scopeOf("ada"), sessionId: "s" })).toMatchObject({
      turns: [{ status: "settled" }],
    });
    expect(await agent.memory.vectors.delete(scopeOf("ada"), ["tea", "nobody"])).toBe(1);
    expect(agent.memory).toBe(agent.memory);
  });

  it("lends a step its user's vectors, embeds its texts, and nobody else's are found", async () => {
    const seen: unknown[] = [];
    await using agent = await looking(async (run) => {
      const { vectors } = run.resource("memory");
      const hits = await vectors.search("tea", { k: 5, filter: { source: "talk" } });
      seen.push(hits.map(({ id }) => id));
      await vectors.add({ id: `of ${run.scope.userId}`, text: "green tea", metadata: { source: "talk" } });
    })
      .withMemory(VECTORS)
      .start();
    await agent.memory.vectors.add(scopeOf("ada"), notes);
    for (const call of [
      { userId: "ada" },
      { userId: "bob" },
      { userId: "ada", tenantId: "other" },
      { userId: "ada" },
    ])
      await agent.run({}, call);
    expect(seen).toEqual([["tea"], [], [], expect.arrayContaining(["of ada", "tea"])]);
    expect(await agent.memory.vectors.clear(scopeOf("bob"))).toBe(1);
    expect(await agent.memory.vectors.clear(scopeOf("ada", "other"))).toBe(1);
    expect(await agent.memory.vectors.clear(scopeOf("ada"))).toBe(3);
  });

  it("lends a tool the same, bound to its call", async () => {
    const recall = defineTool({
      name: "recall",
      description: "Finds what was said.",
      input: z.object({ about: z.string() }),
      sideEffect: "read",
      execute: async ({ about }, { resource }) =>
        (await resource("memory").vectors.search(about, { k: 1 }))[0]?.text ?? "nothing",
    });
    await using agent = await createAgent()
      .withMemory(VECTORS)
      .withTools([recall])
      .withStep("tool", { tool: "recall", arguments: { about: "tea" }, as: "found" } as never)
      .start();
    await agent.memory.vectors.add(scopeOf("ada"), notes);
    expect(await agent.run({}, { userId: "ada" })).toMatchObject({ found: notes[0]?.text });
    expect(await agent.run({}, { userId: "bob" })).toMatchObject({ found: "nothing" });
  });

  it("lends nothing beyond the end of a run, and no part of it for itself", async () => {
    let handle: VectorsHandle | undefined;
    const codes: unknown[] = [];
    await using agent = await looking((run) => {
      handle = run.resource("memory").vectors;
      for (const key of ["memory-database", "memory-vector-store", "memory-embeddings"])
        try {
          run.resource(key);
        } catch (error) {
          codes.push((error as { code: string }).code);
        }
    })
      .withMemory(VECTORS)
      .start();
    await agent.run({});
    await expect(handle?.search("tea")).rejects.toMatchObject({ code: "RUN_SETTLED" });
    await expect(handle?.add("tea")).rejects.toMatchObject({ code: "RUN_SETTLED" });
    expect(codes).toEqual(Array(3).fill("RESOURCE_NOT_FOUND"));
  });

  it("is opened and closed in the order of its parts, and drawn with them", async () => {
    const [database, vectorStore] = [createInMemoryConversationStore(), createInMemoryVectorStore()];
    const calls: string[] = [];
    const provider = <Category extends "memory" | "vector-store" | "embeddings">(
      category: Category,
      made: object,
    ) => ({
      category,
      name: "mine",
      configSchema: z.strictObject({}),
      async create() {
        calls.push(`open ${category}`);
        const close = async () => void calls.push(`close ${category}`);
        return Object.assign(made, { close }) as never;
      },
    });
    const agent = await looking(() => undefined)
      .withMemory({
        database: provider("memory", database),
        vectorStore: provider("vector-store", vectorStore),
        embeddings: provider("embeddings", createHashingEmbedder()),
      })
      .start();
    const { nodes, edges } = agent.describeResources();
    expect(nodes.map(({ id, kind }) => [id, kind])).toEqual([
      ["memory-database", "database"],
      ["memory-vector-store", "vector-store"],
      ["memory-embeddings", "embeddings"],
      ["memory", "memory"],
    ]);
    expect(edges.map(({ from, to }) => `${from} needs ${to}`)).toEqual([
      "memory needs memory-database",
      "memory needs memory-vector-store",
      "memory needs memory-embeddings",
    ]);
    await agent.close();
    expect(calls).toEqual([
      ...["open memory", "open vector-store", "open embeddings"],
      ...["close embeddings", "close vector-store", "close memory"],
    ]);
  });

  it("takes ready parts, which stay their owner's", async () => {
    const [database, vectorStore] = [createInMemoryConversationStore(), createInMemoryVectorStore()];
    const agent = await looking(() => undefined)
      .withMemory({ database, vectorStore, embeddings: createHashingEmbedder() })
      .start();
    await agent.memory.vectors.add(scopeOf("ada"), notes);
    await agent.close();
    expect(await vectorStore.clear(scopeOf("ada"))).toBe(2);
    expect((await database.sessions(scopeOf("ada"))).sessions).toEqual([]);
  });

  it("gets the settings of its vector store from the environment, as every provider does", async () => {
    await using agent = await createAgent(
      {},
      { env: { PERGOLA_VECTOR_STORE__IN_MEMORY_MAX_ENTRIES_PER_USER: "1" } },
    )
      .withMemory(VECTORS)
      .withStep("custom", { step: () => ({}) })
      .start();
    await expect(agent.memory.vectors.add(scopeOf("ada"), notes)).rejects.toMatchObject({
      code: "VECTOR_QUOTA_EXCEEDED",
      details: { maxEntriesPerUser: 1 },
    });
  });
});

describe("a memory with a database only", () => {
  it.each([
    ["in memory", { type: "conversation" } as const],
    ["a ready store", createInMemoryConversationStore()],
    ["a database", { database: createInMemoryConversationStore() }],
  ])("is one resource, %s, and says what to configure for vectors", async (_, memory) => {
    const missing = expect.objectContaining({
      code: "VECTOR_STORE_NOT_CONFIGURED",
      hint: expect.stringContaining("withMemory({ vectorStore:"),
    });
    let asked = 0;
    await using agent = await looking((run) => {
      expect(() => run.resource("memory").vectors).toThrow(missing);
      asked += 1;
    })
      .withMemory(memory)
      .start();
    expect(() => agent.memory.vectors).toThrow(missing);
    await agent.chat("hello");
    expect(asked).toBe(1);
    expect(agent.describeResources().nodes.map(({ id }) => id)).toEqual(["memory"]);
    expect((await agent.memory.sessions(scopeOf("default"))).sessions).toHaveLength(1);
  });

  it("that was never configured is told of by its own code", async () => {
    await using agent = await looking((run) => run.resource("memory")).start();
    await expect(agent.run({})).rejects.toMatchObject({ code: "MEMORY_NOT_CONFIGURED" });
  });
});

describe("a vector store under a key of its own", () => {
  it.each([
    ["a provider's name", "vector-store/in-memory"],
    ["a provider", inMemoryVectors()],
    ["a ready one", createInMemoryVectorStore()],
  ])("is lent as its user's part, %s", async (_, reference) => {
    const found: unknown[] = [];
    await using agent = await looking(async (run) => {
      const vectors = run.resource("faces") as VectorsHandle;
      found.push((await vectors.search([1, 0])).map(({ id }) => id));
      await vectors.add({ id: `${run.scope.userId}`, vector: [1, 0] });
      await expect(vectors.add("text")).rejects.toMatchObject({ code: "EMBEDDINGS_NOT_CONFIGURED" });
    })
      .withResource("faces", reference)
      .start();
    for (const userId of ["ada", "bob", "ada"]) await agent.run({}, { userId });
    expect(found).toEqual([[], [], ["ada"]]);
    const store = agent.resource("faces") as VectorStore;
    expect(await store.search(scopeOf("bob"), [1, 0])).toMatchObject([{ id: "bob" }]);
  });
});

describe("build()", () => {
  it.each([
    ["memory.vectorStore", { vectorStore: 5 }],
    ["memory.vectorStore", { vectorStore: createInMemoryConversationStore() }],
    ["memory.vectorStore", { vectorStore: "storage/local" }],
    ["memory.vectorStore", { vectorStore: { create: () => ({}) } }],
    ["memory.vectorStore.provider", { vectorStore: "in-memry" }],
    ["memory.vectorStore.maxEntries", { vectorStore: { provider: "in-memory", maxEntries: 5 } }],
    ["memory.database", { database: createInMemoryVectorStore() }],
    ["memory.database", { database: createInMemoryConversationStore(), provider: "x" }],
    ["memory.database.provider", { database: "nobody" }],
    ["memory.config", { database: createInMemoryConversationStore(), config: {} }],
    ["memory.embeddings", { embeddings: "hashing" }],
    ["memory.embeddings", { vectorStore: "in-memory", embeddings: {} }],
    ["memory.embeddings.provider", { vectorStore: "in-memory", embeddings: "hasing" }],
    ["memory.embeddings", { type: "none", embeddings: "hashing" }],
  ])("tells what is wrong with %s: %j", async (path, memory) => {
    const building = looking(() => undefined)
      .withMemory(memory as never)
      .build();
    const error = (await building.catch((thrown: unknown) => thrown)) as {
      details: { problems: { path: string[]; message: string; hint?: string }[] };
    };
    expect(error).toMatchObject({ code: "INVALID_AGENT_CONFIG" });
    expect(error.details.problems.map((each) => each.path.join("."))).toEqual([path]);
    expect(error.details.problems[0]?.hint).toMatch(/./);
  });
});
