import type { Scope } from "@pergola/core";

export interface UserMemoryCallOptions {
  readonly signal?: AbortSignal;
}

export interface UserMemoryPageOptions extends UserMemoryCallOptions {
  /** Only keys that begin so. Default: all. */
  readonly prefix?: string;
  /** What the page before gave. Default: the first page. */
  readonly cursor?: string;
  /** Entries on the page, 1–200. Default 50. */
  readonly limit?: number;
}

export interface UserMemoryEntry {
  readonly key: string;
  /** What JSON keeps of what was set. */
  readonly value: unknown;
  /** Epoch milliseconds of the last `set`. */
  readonly updatedAt: number;
}

export interface UserMemoryKeys {
  /** In order of their code points. */
  readonly keys: readonly string[];
  /** Hand it back to get the next page; absent on the last. */
  readonly nextCursor?: string;
}

export interface UserMemoryEntries {
  /** In order of the code points of their keys. */
  readonly entries: readonly UserMemoryEntry[];
  /** Hand it back to get the next page; absent on the last. */
  readonly nextCursor?: string;
}

/**
 * What an agent keeps of its user, whatever the session: values under keys. They belong to (tenant, agent, user), which
 * are never joined with the key. Every write resolves when it is as durable as the store.
 * Every call throws INVALID_SCOPE, USER_MEMORY_ARGUMENT_INVALID, STORE_CLOSED and the reason of its signal.
 */
export interface UserMemory {
  /** Undefined when nothing is kept under this key. */
  get(scope: Scope, key: string, options?: UserMemoryCallOptions): Promise<unknown>;
  /**
   * Keeps a value, in place of the one that was there.
   *
   * @param key well-formed text of 1–1024 characters
   * @param value what JSON can say, without loss
   * @throws NOT_STORABLE, USER_MEMORY_VALUE_TOO_LARGE, USER_MEMORY_QUOTA_EXCEEDED, STORE_FULL
   */
  set(scope: Scope, key: string, value: unknown, options?: UserMemoryCallOptions): Promise<void>;
  /** Whether there was something. */
  delete(scope: Scope, key: string, options?: UserMemoryCallOptions): Promise<boolean>;
  /** @throws BAD_CURSOR */
  keys(scope: Scope, options?: UserMemoryPageOptions): Promise<UserMemoryKeys>;
  /** @throws BAD_CURSOR */
  entries(scope: Scope, options?: UserMemoryPageOptions): Promise<UserMemoryEntries>;
  /** Deletes all of the user's; how many there were. */
  clear(scope: Scope, options?: UserMemoryCallOptions): Promise<number>;
}
