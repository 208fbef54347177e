/** What a memory is composed of: where the settings have it, and the category of what provides it. */
export const MEMORY_PARTS = [
  { part: "database", category: "memory", words: "a store of conversations" },
  { part: "vectorStore", category: "vector-store", words: "a vector store" },
  { part: "embeddings", category: "embeddings", words: "an embedder" },
] as const;
