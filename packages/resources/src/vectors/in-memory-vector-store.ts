import { createScope, type Scope, scopeKey, throwIfAborted } from "@pergola/core";
import { resourceErrors } from "../errors.ts";
import { requireNumbers } from "../require-numbers.ts";
import { checkedEntries } from "./checked-entries.ts";
import { DEFAULT_MAX_DIMENSIONS, requireVector } from "./require-vector.ts";
import { requireVectorIds, vectorAddOptions, vectorSearchOptions, vectorSignal } from "./vector-arguments.ts";
import { vectorErrors } from "./vector-errors.ts";
import type {
  Vector,
  VectorAddOptions,
  VectorCallOptions,
  VectorEntry,
  VectorHit,
  VectorSearchOptions,
  VectorStore,
} from "./vector-store.ts";
import { VectorsOfUser } from "./vectors-of-user.ts";

export interface InMemoryVectorStoreOptions {
  /** Most vectors of one user. Default 10 000. */
  readonly maxEntriesPerUser?: number;
  /** Most numbers of one vector. Default 4096. */
  readonly maxDimensions?: number;
  /** Most bytes of all users together, about. Default 256 MiB. */
  readonly maxBytes?: number;
}

/**
 * A vector store for tests and small agents: every search looks at all vectors of the user. **Not durable**: they are gone
 * when the process ends.
 *
 * @throws PROVIDER_CONFIG_INVALID
 */
export function createInMemoryVectorStore(options: InMemoryVectorStoreOptions = {}): VectorStore {
  const {
    maxEntriesPerUser = 10_000,
    maxDimensions = DEFAULT_MAX_DIMENSIONS,
    maxBytes = 256 * 1024 * 1024,
  } = options;
  requireNumbers("in-memory vector store", {
    maxEntriesPerUser: [maxEntriesPerUser, "countFrom1"],
    maxDimensions: [maxDimensions, "countFrom1"],
    maxBytes: [maxBytes, "countFrom1"],
  });
  return new InMemoryVectorStore({ maxEntriesPerUser, maxDimensions, maxBytes });
}

class InMemoryVectorStore implements VectorStore {
  readonly #limits: Required<InMemoryVectorStoreOptions>;
  readonly #users = new Map<string, VectorsOfUser>();
  #bytes = 0;
  #isClosed = false;

  constructor(limits: Required<InMemoryVectorStoreOptions>) {
    this.#limits = limits;
  }

  async add(scope: Scope, entries: readonly VectorEntry[], options?: VectorAddOptions): Promise<void> {
    const user = this.#userOf(scope);
    const { embedder, signal } = vectorAddOptions(options);
    throwIfAborted(signal);
    const checked = checkedEntries(entries, this.#limits);
    const [first] = checked;
    if (first === undefined) return;
    const kind = { embedder, dimensions: first.vector.length };
    const vectors = this.#users.get(user) ?? new VectorsOfUser(kind);
    vectors.require(kind);
    const growth = vectors.growth(checked);
    this.#requireRoom(vectors.size + growth.count, growth.bytes);
    vectors.set(checked);
    this.#users.set(user, vectors);
    this.#bytes += growth.bytes;
  }

  async search(scope: Scope, vector: Vector, options?: VectorSearchOptions): Promise<readonly VectorHit[]> {
    const vectors = this.#users.get(this.#userOf(scope));
    const { embedder, signal, ...wanted } = vectorSearchOptions(options);
    throwIfAborted(signal);
    const query = requireVector(vector, this.#limits);
    vectors?.require({ embedder, dimensions: query.length });
    return vectors?.search(query, wanted) ?? [];
  }

  async delete(scope: Scope, ids: readonly string[], options?: VectorCallOptions): Promise<number> {
    const user = this.#userOf(scope);
    throwIfAborted(vectorSignal(options));
    const vectors = this.#users.get(user);
    const freed = [...new Set(requireVectorIds(ids))].flatMap((id) => vectors?.delete(id) ?? []);
    this.#bytes -= freed.reduce((sum, bytes) => sum + bytes, 0);
    if (vectors?.size === 0) this.#users.delete(user);
    return freed.length;
  }

  async clear(scope: Scope, options?: VectorCallOptions): Promise<number> {
    const user = this.#userOf(scope);
    throwIfAborted(vectorSignal(options));
    const vectors = this.#users.get(user);
    this.#users.delete(user);
    this.#bytes -= vectors?.bytes ?? 0;
    return vectors?.size ?? 0;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#users.clear();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  /** Vectors belong to the user: the session plays no part. */
  #userOf(scope: Scope): string {
    if (this.#isClosed) throw vectorErrors.closed();
    const { tenantId, agentId, userId } = createScope(scope);
    return scopeKey({ tenantId, agentId, userId });
  }

  #requireRoom(entries: number, growth: number): void {
    const { maxEntriesPerUser, maxBytes } = this.#limits;
    if (entries > maxEntriesPerUser) throw vectorErrors.quotaExceeded(maxEntriesPerUser);
    if (this.#bytes + growth <= maxBytes || growth <= 0) return;
    throw resourceErrors.create("STORE_FULL", {
      message: `The vectors of this in-memory store may take ${maxBytes} bytes, and there is no room for these.`,
      hint: "Delete vectors, raise maxBytes, or use a durable vector store.",
      details: { maxBytes },
    });
  }
}
