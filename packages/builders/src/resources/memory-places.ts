import { type MemorySettings, type ReadReference, readResourceReference } from "@pergola/config";
import {
  type ConversationStore,
  composeMemory,
  createInMemoryConversationStore,
  type Embedder,
  type VectorStore,
} from "@pergola/resources";
import {
  type DefinedResource,
  type DefineOptions,
  givenResource,
  made,
  type Path,
  refused,
} from "./defined-resource.ts";
import { MEMORY_PART_KEYS, type MemoryPart } from "./memory-part-keys.ts";
import { providedResource } from "./provided-resource.ts";

/** Where a definition has a resource. */
export interface Place {
  readonly key: string;
  readonly path: Path;
  readonly define: () => DefinedResource | Promise<DefinedResource>;
}

/** The resources of a memory: its store of conversations alone, or that, a vector store and an embedder under it. */
export function memoryPlaces(memory: MemorySettings, options: DefineOptions): readonly Place[] {
  if (memory.vectorStore === undefined) return [databasePlace("memory", memory, options)];
  const embeddings = memory.embeddings === undefined ? [] : [partPlace("embeddings", memory, options)];
  const parts = [
    asDatabase(databasePlace(MEMORY_PART_KEYS.database, memory, options)),
    partPlace("vectorStore", memory, options),
    ...embeddings,
  ];
  const keys = parts.map(({ key }) => key);
  return [...parts, { key: "memory", path: ["memory", "type"], define: () => composed(keys) }];
}

/** What its parts make; they are closed as resources of their own. */
const composed = (keys: readonly string[]): DefinedResource =>
  made(
    {
      key: "memory",
      dependencies: keys,
      create: (parts) =>
        composeMemory({
          database: parts[MEMORY_PART_KEYS.database] as ConversationStore,
          vectorStore: parts[MEMORY_PART_KEYS.vectorStore] as VectorStore,
          ...(keys.includes(MEMORY_PART_KEYS.embeddings) && {
            embedder: parts[MEMORY_PART_KEYS.embeddings] as Embedder,
          }),
        }),
      close: () => undefined,
    },
    keys,
  );

function databasePlace(key: string, memory: MemorySettings, options: DefineOptions): Place {
  const { database, provider, config = {} } = memory;
  if (database !== undefined) return partPlace("database", memory, options, key);
  const path = ["memory", "provider"];
  return {
    key,
    path,
    define: () => {
      if (provider === undefined)
        return made(
          { key, category: "memory", create: () => createInMemoryConversationStore() },
          "in memory",
        );
      if (typeof provider === "object" && "admit" in provider) return givenResource(key, "memory", provider);
      const wanted = { key, category: "memory", provider, config };
      return providedResource(wanted, { name: path, config: ["memory", "config"] }, options);
    },
  };
}

/** Beside the memory that it is a part of, its store of conversations is called what it is there. */
function asDatabase({ define, ...place }: Place): Place {
  return {
    ...place,
    define: async () => {
      const { resource, problems } = await define();
      if (resource === undefined) return { problems };
      return {
        problems,
        resource: { ...resource, definition: { ...resource.definition, category: "database" } },
      };
    },
  };
}

const CATEGORIES = { database: "memory", vectorStore: "vector-store", embeddings: "embeddings" } as const;

function partPlace(
  part: MemoryPart,
  memory: MemorySettings,
  options: DefineOptions,
  key: string = MEMORY_PART_KEYS[part],
): Place {
  const path = ["memory", part];
  const found = readResourceReference(CATEGORIES[part], memory[part]);
  return { key, path, define: () => partResource(key, path, found, options) };
}

/** What the definition's own checks have let through. */
function partResource(
  key: string,
  path: Path,
  found: ReadReference,
  options: DefineOptions,
): DefinedResource | Promise<DefinedResource> {
  if (found.kind === "wrong" || found.kind === "definition") return refused([]);
  const { category } = found;
  if (found.kind === "ready") return givenResource(key, category, found.resource);
  const provider = found.kind === "provider" ? found.provider : found.name;
  const wanted = { key, category, provider, config: found.options };
  return providedResource(wanted, { name: [...path, "provider"], config: path }, options);
}
