import type { RunBinding } from "../run-binding.ts";
import type { VectorsHandle } from "../vectors/bind-vectors.ts";
import type { MemoryVectors } from "../vectors/memory-vectors.ts";
import type { ConversationStore } from "./conversation-store.ts";

/** What an agent remembers: the conversations of its database, and vectors. */
export interface Memory extends ConversationStore {
  /** @throws VECTOR_STORE_NOT_CONFIGURED, when it is read, for a memory without a vector store */
  readonly vectors: MemoryVectors;
  /** What a run may have of it: its user's vectors. Conversations are not lent. */
  bind(run: RunBinding): MemoryHandle;
}

/** The memory of a run's user, as a step or a tool sees it. */
export interface MemoryHandle {
  /** @throws VECTOR_STORE_NOT_CONFIGURED, when it is read, for a memory without a vector store */
  readonly vectors: VectorsHandle;
}
