import { describe, expect, it } from "vitest";
import { createInMemoryBudgetLedger } from "../budget/in-memory-budget-ledger.ts";
import { conversationStoreContract } from "../testing/conversation-store-contract.ts";
import { createHashingEmbedder } from "../vectors/hashing-embedder.ts";
import { createInMemoryVectorStore } from "../vectors/in-memory-vector-store.ts";
import { asMemory, composeMemory } from "./compose-memory.ts";
import { createInMemoryConversationStore } from "./in-memory-conversation-store.ts";

conversationStoreContract({
  name: "a composed memory",
  create: async () =>
    composeMemory({
      database: createInMemoryConversationStore(),
      vectorStore: createInMemoryVectorStore(),
      embedder: createHashingEmbedder(),
    }),
  fuzzRuns: 3,
});

const ada = { tenantId: "tenant", agentId: "agent", userId: "ada" };

describe("composeMemory", () => {
  it("has the vectors of its vector store", async () => {
    const vectorStore = createInMemoryVectorStore();
    await using memory = composeMemory({
      database: createInMemoryConversationStore(),
      vectorStore,
      embedder: createHashingEmbedder(),
    });
    await memory.vectors.add(ada, { id: "a", text: "green tea" });
    expect(await memory.vectors.search(ada, "tea")).toMatchObject([{ id: "a" }]);
    expect(await vectorStore.clear(ada)).toBe(1);
  });

  it("without a vector store says what to configure, to programs and to runs", () => {
    const memory = composeMemory({ database: createInMemoryConversationStore() });
    const missing = expect.objectContaining({
      code: "VECTOR_STORE_NOT_CONFIGURED",
      hint: expect.stringContaining("withMemory({ vectorStore:"),
    });
    expect(() => memory.vectors).toThrow(missing);
    const handle = memory.bind({ scope: ada, signal: new AbortController().signal } as never);
    expect(() => handle.vectors).toThrow(missing);
    expect(Object.keys(handle)).toEqual([]);
  });

  it("closes all that it is made of, once, whichever fails", async () => {
    const closed: string[] = [];
    const [database, vectorStore] = [createInMemoryConversationStore(), createInMemoryVectorStore()];
    database.close = async () => {
      closed.push("database");
      throw new Error("stuck");
    };
    vectorStore.close = async () => void closed.push("vector store");
    const embedder = { ...createHashingEmbedder(), close: async () => void closed.push("embedder") };
    const memory = composeMemory({ database, vectorStore, embedder });
    await expect(memory.close()).rejects.toThrow("stuck");
    await expect(memory.close()).rejects.toThrow("stuck");
    expect(closed).toEqual(["database", "vector store", "embedder"]);
  });

  it("is the same store as its database, for whoever tells stores apart", () => {
    const database = createInMemoryConversationStore();
    expect(composeMemory({ database }).identity).toBe(database);
    const identity = {};
    expect(composeMemory({ database: Object.assign(database, { identity }) }).identity).toBe(identity);
  });
});

it("counts what is spent where its database does", () => {
  const ledger = createInMemoryBudgetLedger();
  const database = Object.assign(createInMemoryConversationStore(), { ledger });
  expect(composeMemory({ database }).ledger).toBe(ledger);
  expect(asMemory(createInMemoryConversationStore()).ledger).toBeUndefined();
});

describe("asMemory", () => {
  it("gives one memory for one store, and a memory itself", () => {
    const database = createInMemoryConversationStore();
    const memory = asMemory(database);
    expect(asMemory(database)).toBe(memory);
    expect(asMemory(memory)).toBe(memory);
    expect(asMemory(createInMemoryConversationStore())).not.toBe(memory);
  });
});
