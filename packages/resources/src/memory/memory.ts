import type { RunBinding } from "../run-binding.ts";
import type { VectorsHandle } from "../vectors/bind-vectors.ts";
import type { MemoryVectors } from "../vectors/memory-vectors.ts";
import type { ConversationStore } from "./conversation-store.ts";
import type { UserMemory } from "./user/user-memory.ts";
import type { UserMemoryHandle } from "./user/user-memory-handle.ts";

/** What an agent remembers: the conversations and values of its database, and vectors. */
export interface Memory extends ConversationStore {
  /** @throws VECTOR_STORE_NOT_CONFIGURED, when it is read, for a memory without a vector store */
  readonly vectors: MemoryVectors;
  /** @throws USER_MEMORY_NOT_SUPPORTED, when it is read, for a database that keeps conversations only */
  readonly userMemory: UserMemory;
  /** What a run may have of it: its user's values and vectors. Conversations are not lent. */
  bind(run: RunBinding): MemoryHandle;
}

/** The memory of a run's user, as a step or a tool sees it. */
export interface MemoryHandle extends UserMemoryHandle {
  /** @throws VECTOR_STORE_NOT_CONFIGURED, when it is read, for a memory without a vector store */
  readonly vectors: VectorsHandle;
}
