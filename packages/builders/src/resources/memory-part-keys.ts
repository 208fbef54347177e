import type { MemorySettings } from "@pergola/config";

/** What a memory may be composed of. */
export type MemoryPart = keyof Pick<MemorySettings, "database" | "vectorStore" | "embeddings">;

/** Under which keys the parts of a composed memory are resources. Runs are lent the memory, never its parts. */
export const MEMORY_PART_KEYS = {
  database: "memory-database",
  vectorStore: "memory-vector-store",
  embeddings: "memory-embeddings",
} as const satisfies Record<MemoryPart, string>;

const KEYS: ReadonlySet<string> = new Set(Object.values(MEMORY_PART_KEYS));

export const isMemoryPart = (key: string): boolean => KEYS.has(key);
