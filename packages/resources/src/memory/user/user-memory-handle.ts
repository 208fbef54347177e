import type {
  UserMemoryCallOptions,
  UserMemoryEntries,
  UserMemoryKeys,
  UserMemoryPageOptions,
} from "./user-memory.ts";

/**
 * What is kept of a run's user, as a step or a tool sees it: what `UserMemory` has, without a scope to choose. Every call
 * throws USER_MEMORY_NOT_SUPPORTED, RUN_SETTLED and the reason of the run's signal.
 */
export interface UserMemoryHandle {
  /** Undefined when nothing is kept under this key. */
  get<Value = unknown>(key: string, options?: UserMemoryCallOptions): Promise<Value | undefined>;
  /** As `UserMemory.set`. */
  set(key: string, value: unknown, options?: UserMemoryCallOptions): Promise<void>;
  /** Whether there was something. */
  delete(key: string, options?: UserMemoryCallOptions): Promise<boolean>;
  /** @throws BAD_CURSOR */
  keys(options?: UserMemoryPageOptions): Promise<UserMemoryKeys>;
  /** @throws BAD_CURSOR */
  entries(options?: UserMemoryPageOptions): Promise<UserMemoryEntries>;
  /** Deletes all of the user's; how many there were. */
  clear(options?: UserMemoryCallOptions): Promise<number>;
}
