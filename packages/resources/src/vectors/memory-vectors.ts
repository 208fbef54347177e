import { createScope, type Scope, throwIfAborted } from "@pergola/core";
import { resourceErrors } from "../errors.ts";
import { embedTexts } from "./embed-texts.ts";
import type { Embedder } from "./embedder.ts";
import { requireVector } from "./require-vector.ts";
import {
  invalidVectorArgument,
  isRecord,
  requireBatch,
  requireVectorId,
  vectorSearchOptions,
  vectorSignal,
} from "./vector-arguments.ts";
import { requireDimensions } from "./vector-errors.ts";
import type {
  Vector,
  VectorCallOptions,
  VectorEntry,
  VectorHit,
  VectorMetadata,
  VectorSearchOptions,
  VectorStore,
} from "./vector-store.ts";

/** Something to remember: a text, which is embedded, or a vector of the caller's own, or both. */
export interface MemoryItem {
  /** Default: a new one. An item of the same id is replaced. */
  readonly id?: string;
  readonly text?: string;
  /** Default: made of the text. */
  readonly vector?: Vector;
  readonly metadata?: VectorMetadata;
}

/** One thing to remember, or several: a text alone stands for an item. */
export type MemoryItems = string | MemoryItem | readonly (string | MemoryItem)[];

/** How a memory is searched: with what a vector store takes but the embedder, which is the memory's. */
export type MemorySearchOptions = Omit<VectorSearchOptions, "embedder">;

/** The vectors of a memory: a vector store that takes texts too. Each call says whose they are. */
export interface MemoryVectors {
  /** The ids, in order. @throws EMBEDDINGS_NOT_CONFIGURED for a text without a vector; as `VectorStore.add` */
  add(scope: Scope, items: MemoryItems, options?: VectorCallOptions): Promise<readonly string[]>;
  /** The nearest 3, or `k`. @throws EMBEDDINGS_NOT_CONFIGURED for a text; as `VectorStore.search` */
  search(
    scope: Scope,
    textOrVector: string | Vector,
    options?: MemorySearchOptions,
  ): Promise<readonly VectorHit[]>;
  /** How many of these were there. */
  delete(scope: Scope, ids: string | readonly string[], options?: VectorCallOptions): Promise<number>;
  /** Deletes all of the user's; how many there were. */
  clear(scope: Scope, options?: VectorCallOptions): Promise<number>;
}

export interface MemoryVectorsParts {
  readonly store: VectorStore;
  /** Default: only vectors are taken. */
  readonly embedder?: Embedder;
  /** Called before anything is asked of the store; what it throws ends the call. */
  readonly assertUsable?: () => void;
}

/** A vector store, and the embedder that makes its vectors, as one. */
export function createMemoryVectors(parts: MemoryVectorsParts): MemoryVectors {
  return new StoredVectors(parts);
}

class StoredVectors implements MemoryVectors {
  readonly #store: VectorStore;
  readonly #embedder: Embedder | undefined;
  readonly #assertUsable: () => void;

  constructor({ store, embedder, assertUsable = () => undefined }: MemoryVectorsParts) {
    this.#store = store;
    this.#embedder = embedder;
    this.#assertUsable = assertUsable;
  }

  async add(scope: Scope, items: MemoryItems, options?: VectorCallOptions): Promise<readonly string[]> {
    const owner = createScope(scope);
    const signal = vectorSignal(options);
    throwIfAborted(signal);
    const checked = requireBatch("items", isList(items) ? items : [items]).map(checkedItem);
    const entries = await this.#entriesOf(checked, signal);
    this.#assertUsable();
    await this.#store.add(owner, entries, this.#with({ signal }));
    return entries.map(({ id }) => id);
  }

  async search(scope: Scope, query: string | Vector, options?: MemorySearchOptions) {
    const owner = createScope(scope);
    const { k, filter, signal } = vectorSearchOptions(options);
    throwIfAborted(signal);
    const vector = typeof query === "string" ? await this.#embed(query, signal) : this.#fitting(query);
    this.#assertUsable();
    return this.#store.search(owner, vector, this.#with({ k, filter, signal }));
  }

  async delete(scope: Scope, ids: string | readonly string[], options?: VectorCallOptions): Promise<number> {
    return this.#store.delete(scope, typeof ids === "string" ? [ids] : ids, options);
  }

  async clear(scope: Scope, options?: VectorCallOptions): Promise<number> {
    return this.#store.clear(scope, options);
  }

  async #entriesOf(items: readonly NamedItem[], signal: AbortSignal | undefined): Promise<VectorEntry[]> {
    const texts = items.flatMap(({ vector, text }) => (vector === undefined ? (text ?? []) : []));
    const made = (await this.#embedAll(texts, signal)).values();
    return items.map(({ vector, ...item }) => ({
      ...item,
      vector: vector === undefined ? (made.next().value as Float32Array) : this.#fitting(vector),
    }));
  }

  async #embed(text: string, signal: AbortSignal | undefined): Promise<Float32Array> {
    const [vector] = await this.#embedAll([text], signal);
    return vector as Float32Array; // one for each text
  }

  async #embedAll(texts: readonly string[], signal: AbortSignal | undefined) {
    if (texts.length === 0) return [];
    if (this.#embedder === undefined) throw embeddingsNotConfigured();
    return embedTexts(this.#embedder, texts, { signal });
  }

  /** @throws VECTOR_INVALID, VECTOR_DIMENSION_MISMATCH for what does not go with the texts */
  #fitting(vector: Vector): Float32Array {
    const checked = requireVector(vector, { maxDimensions: Number.POSITIVE_INFINITY });
    if (this.#embedder !== undefined) requireDimensions(checked.length, this.#embedder.dimensions);
    return checked;
  }

  #with<Options extends object>(options: Options): Options & { readonly embedder?: string } {
    return { ...options, ...(this.#embedder !== undefined && { embedder: this.#embedder.id }) };
  }
}

type NamedItem = MemoryItem & { readonly id: string };

function checkedItem(item: string | MemoryItem): NamedItem {
  const { id = crypto.randomUUID(), ...rest } = typeof item === "string" ? { text: item } : requireItem(item);
  if (rest.text !== undefined && typeof rest.text !== "string")
    throw invalidVectorArgument("text", rest.text, "a text");
  if (rest.text === undefined && rest.vector === undefined)
    throw invalidVectorArgument("item", item, "an item with a text or a vector");
  return { ...rest, id: requireVectorId(id) };
}

function requireItem(item: MemoryItem): MemoryItem {
  if (isRecord(item)) return item;
  throw invalidVectorArgument("item", item, "a text, or { id?, text?, vector?, metadata? }");
}

/** A vector is none: whoever means one says what it is of. */
const isList = (items: MemoryItems): items is readonly (string | MemoryItem)[] => Array.isArray(items);

const embeddingsNotConfigured = () =>
  resourceErrors.create("EMBEDDINGS_NOT_CONFIGURED", {
    message: "A text was given where this memory can only take vectors: it has no embedder.",
    hint: 'Configure one, for example withMemory({ vectorStore: "in-memory", embeddings: "hashing" }), or pass vectors of your own.',
  });
