import { createScope, silentLogger } from "@pergola/core";
import {
  createInMemoryVectorStore,
  hashingEmbeddings,
  type InMemoryVectorStoreOptions,
  inMemoryVectors,
  type VectorEntry,
  type VectorSearchOptions,
  type VectorStore,
} from "@pergola/resources";
import { z } from "zod";
import { entry, type Ledger } from "../ledger.ts";
import { codeOf, using } from "../probes/using.ts";

const ada = createScope({ tenantId: "local", agentId: "agent", userId: "ada" });
const bob = { ...ada, userId: "bob" };

const ENTRIES: readonly VectorEntry[] = [
  { id: "a", vector: [1, 0, 0], metadata: { source: "faq" } },
  { id: "b", vector: [1, 1, 0], metadata: { source: "talk" } },
];

/** With what code adding two vectors of one user and one of another ends. */
const adding = (config: InMemoryVectorStoreOptions) =>
  using(inMemoryVectors().create(config, { logger: silentLogger, env: {} }), (store) =>
    codeOf(
      (async () => {
        await store.add(ada, ENTRIES);
        await store.add(bob, [{ id: "a", vector: [1, 0, 0], text: "x".repeat(1_000) }]);
      })(),
    ),
  );

/** What a search of two vectors finds, or its code. */
const searching = (
  options: VectorSearchOptions,
  find = (store: VectorStore) => store.search(ada, [1, 0, 0], options),
) =>
  using(Promise.resolve(createInMemoryVectorStore()), async (store) => {
    await store.add(ada, ENTRIES, { embedder: "one" });
    const hits = find(store);
    const code = await codeOf(hits);
    return code ?? (await hits).map(({ id }) => id);
  });

const searchSchema = z.strictObject({
  k: z.number(),
  filter: z.custom<VectorSearchOptions["filter"]>(),
  embedder: z.string(),
  signal: z.custom<AbortSignal>(),
} satisfies Record<keyof VectorSearchOptions, z.ZodType>);

const embedder = "one";

/** The providers that come with resources, and how vectors are searched. */
export const vectorLedgers: readonly Ledger[] = [
  {
    name: "vector-store/in-memory",
    schema: inMemoryVectors().configSchema,
    entries: [
      entry("maxEntriesPerUser", [1, 2], (maxEntriesPerUser) => adding({ maxEntriesPerUser })),
      entry("maxDimensions", [2, 3], (maxDimensions) => adding({ maxDimensions })),
      entry("maxBytes", [1_000, 10_000], (maxBytes) => adding({ maxBytes })),
    ],
  },
  { name: "embeddings/hashing", schema: hashingEmbeddings().configSchema, entries: [] },
  {
    name: "VectorStore.search()",
    schema: searchSchema,
    entries: [
      entry("k", [1, 2], (k) => searching({ k, embedder })),
      entry("filter", ["faq", "talk"], (source) => searching({ filter: { source }, embedder })),
      entry("embedder", ["one", "two"], (id) => searching({ embedder: id })),
      entry("signal", [new AbortController().signal, AbortSignal.abort()], (signal) =>
        searching({ signal, embedder }, async (store) => {
          const found = store.search(ada, [1, 0, 0], { signal, embedder });
          return found.catch(() => []);
        }),
      ),
    ],
  },
];
