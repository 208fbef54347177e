import type { RunEvent, Scope, SessionScope } from "@pergola/core";
import type { BudgetLedger } from "../budget/budget-ledger.ts";
import { resourceErrors } from "../errors.ts";
import type { RunBinding } from "../run-binding.ts";
import type { Embedder } from "../vectors/embedder.ts";
import { createMemoryVectors, type MemoryVectors } from "../vectors/memory-vectors.ts";
import type { VectorStore } from "../vectors/vector-store.ts";
import { bindMemory } from "./bind-memory.ts";
import type { Admission, ConversationStore, HistoryLimits, Settlement } from "./conversation-store.ts";
import type { Memory, MemoryHandle } from "./memory.ts";
import type { RunPageOptions } from "./run-page.ts";
import type { UserMemory } from "./user/user-memory.ts";
import { userMemoryErrors } from "./user/user-memory-errors.ts";

/** What a memory is made of. Their owner closes them. */
export interface MemoryParts {
  /** Where the conversations are. */
  readonly database: ConversationStore;
  /** Default: the memory has no vectors. */
  readonly vectorStore?: VectorStore;
  /** Makes vectors of texts. Default: only vectors are taken. */
  readonly embedder?: Embedder;
}

/** A database, a vector store and an embedder as one memory. To close it is to close the three of them. */
export function composeMemory(parts: MemoryParts): Memory {
  return new ComposedMemory(parts);
}

const plain = new WeakMap<ConversationStore, Memory>();

/** A store of conversations as a memory, the same one each time: itself if it has vectors, else one that has none. */
export function asMemory(database: ConversationStore): Memory {
  if (isMemory(database)) return database;
  const memory = plain.get(database) ?? composeMemory({ database });
  plain.set(database, memory);
  return memory;
}

/** Not by reading `vectors`: that throws where there are none. */
const isMemory = (store: ConversationStore): store is Memory =>
  "vectors" in store && typeof (store as Partial<Memory>).bind === "function";

/** All of it, also what stores may leave out: nothing that a database has is lost on the way. */
type WholeMemory = { readonly [Key in keyof Required<Memory>]: Memory[Key] };

class ComposedMemory implements WholeMemory {
  readonly name = "memory";
  readonly category = "memory";
  readonly identity: object;
  readonly ledger: BudgetLedger | undefined;
  readonly #parts: MemoryParts;
  #vectors: MemoryVectors | undefined;
  #closing: Promise<void> | undefined;

  constructor(parts: MemoryParts) {
    this.#parts = parts;
    this.identity = parts.database.identity ?? parts.database;
    this.ledger = parts.database.ledger;
  }

  get vectors(): MemoryVectors {
    this.#vectors ??= createMemoryVectors(requireVectors(this.#parts));
    return this.#vectors;
  }

  get userMemory(): UserMemory {
    return requireUserMemory(this.#parts);
  }

  bind(run: RunBinding): MemoryHandle {
    const parts = this.#parts;
    return bindMemory(
      { userMemory: () => requireUserMemory(parts), vectors: () => requireVectors(parts) },
      run,
    );
  }

  lock(scope: SessionScope, options?: { readonly signal?: AbortSignal }) {
    return this.#parts.database.lock(scope, options);
  }

  admit(scope: SessionScope, admission: Admission) {
    return this.#parts.database.admit(scope, admission);
  }

  suspend(scope: SessionScope, runId: string, events: readonly RunEvent[]) {
    return this.#parts.database.suspend(scope, runId, events);
  }

  settle(scope: SessionScope, runId: string, settlement: Settlement) {
    return this.#parts.database.settle(scope, runId, settlement);
  }

  window(scope: SessionScope, limits?: HistoryLimits) {
    return this.#parts.database.window(scope, limits);
  }

  sessions(scope: Scope, options?: { readonly cursor?: string; readonly limit?: number }) {
    return this.#parts.database.sessions(scope, options);
  }

  runs(scope: Scope, options?: RunPageOptions) {
    return this.#parts.database.runs(scope, options);
  }

  transcript(scope: SessionScope) {
    return this.#parts.database.transcript(scope);
  }

  events(scope: SessionScope, runId: string) {
    return this.#parts.database.events(scope, runId);
  }

  delete(scope: SessionScope) {
    return this.#parts.database.delete(scope);
  }

  recover() {
    return this.#parts.database.recover();
  }

  close(): Promise<void> {
    this.#closing ??= closeAll(this.#parts);
    return this.#closing;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}

/** Every one is closed, whichever fails. */
async function closeAll({ database, vectorStore, embedder }: MemoryParts): Promise<void> {
  const closed = await Promise.allSettled([database, vectorStore, embedder].map((each) => each?.close?.()));
  for (const each of closed) if (each.status === "rejected") throw each.reason;
}

/** @throws USER_MEMORY_NOT_SUPPORTED */
function requireUserMemory({ database }: MemoryParts): UserMemory {
  if (database.userMemory !== undefined) return database.userMemory;
  throw userMemoryErrors.notSupported();
}

/** @throws VECTOR_STORE_NOT_CONFIGURED */
function requireVectors({ vectorStore, embedder }: MemoryParts) {
  if (vectorStore !== undefined) return { store: vectorStore, ...(embedder !== undefined && { embedder }) };
  throw resourceErrors.create("VECTOR_STORE_NOT_CONFIGURED", {
    message: "This memory keeps conversations only: it has no vector store.",
    hint: 'Configure one, for example withMemory({ vectorStore: "in-memory", embeddings: "hashing" }).',
  });
}
