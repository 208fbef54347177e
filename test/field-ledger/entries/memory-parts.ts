import { createAgent } from "@pergola/builders";
import type { MemorySettings } from "@pergola/config";
import { createScope } from "@pergola/core";
import {
  createInMemoryConversationStore,
  createInMemoryVectorStore,
  type Embedder,
  type VectorStore,
} from "@pergola/resources";
import { entry, type LedgerEntry } from "../ledger.ts";
import { turnsIn } from "../probes/conversation.ts";
import { scripted } from "../probes/model.ts";
import { using } from "../probes/using.ts";

const ada = createScope({ tenantId: "local", agentId: "agent", userId: "ada" });

/** An embedder that says everything in one direction. */
const pointing = (id: string, vector: readonly number[]): Embedder => ({
  id,
  dimensions: vector.length,
  embed: async (texts) => texts.map(() => vector),
});

const EMBEDDERS = { across: pointing("across", [1, 0]), up: pointing("up", [0, 1]) } as const;

/** Remembers one text, and looks at the store afterwards. */
async function remembered(memory: MemorySettings, store: VectorStore, embedder?: string) {
  const built = createAgent()
    .withMemory(memory)
    .withStep("custom", { step: () => ({}) });
  return using(built.start(), async (agent) => {
    await agent.memory.vectors.add(ada, { id: "a", text: "green tea" });
    return store.search(ada, [1, 0], embedder === undefined ? {} : { embedder });
  });
}

export const memoryParts: readonly LedgerEntry[] = [
  entry("memory.database", ["left", "right"] as const, (where) => {
    const stores = { left: createInMemoryConversationStore(), right: createInMemoryConversationStore() };
    const builder = createAgent()
      .withMemory({ database: stores[where] })
      .withStep("llm", { model: scripted() });
    return using(builder.build(), async (agent) => {
      await agent.chat("hello", { sessionId: "s" });
      return [await turnsIn(stores.left), await turnsIn(stores.right)];
    });
  }),
  entry("memory.vectorStore", ["left", "right"] as const, async (where) => {
    const stores = { left: createInMemoryVectorStore(), right: createInMemoryVectorStore() };
    const memory = { vectorStore: stores[where], embeddings: EMBEDDERS.across };
    const hits = await remembered(memory, stores.left, "across");
    return hits.length;
  }),
  entry("memory.embeddings", ["across", "up"] as const, async (name) => {
    const store = createInMemoryVectorStore();
    const memory = { vectorStore: store, embeddings: EMBEDDERS[name] };
    const [hit] = await remembered(memory, store, name);
    return hit?.score;
  }),
];
