import { abortable, type Clock, createScope, type Lifetime, type Scope, throwIfAborted } from "@pergola/core";
import {
  requireUserMemoryKey,
  type UserMemory,
  type UserMemoryCallOptions,
  type UserMemoryEntries,
  type UserMemoryKeys,
  type UserMemoryLimits,
  type UserMemoryPageOptions,
  userMemoryPage,
  userMemorySignal,
  userMemoryValue,
} from "@pergola/resources";
import type { DatabaseFile } from "../file/database-file.ts";
import type { ReaderPool } from "../read/reader-pool.ts";
import { readEntries, readKeys, readValue } from "./read-user-memory.ts";

export interface DuckDbUserMemoryParts {
  readonly file: DatabaseFile;
  readonly clock: Clock;
  readonly limits: Required<UserMemoryLimits>;
  /** That of the store which it is a part of. */
  readonly lifetime: Lifetime;
}

/** The values of users in a DuckDB file. A signal ends the wait for a read; a write that has begun is written. */
export class DuckDbUserMemory implements UserMemory {
  readonly #parts: DuckDbUserMemoryParts;

  constructor(parts: DuckDbUserMemoryParts) {
    this.#parts = parts;
  }

  async get(scope: Scope, key: string, options?: UserMemoryCallOptions): Promise<unknown> {
    const { owner, signal } = this.#enter(scope, options);
    requireUserMemoryKey(key);
    return this.#read((readers) => readValue(readers, owner, key), signal);
  }

  async set(scope: Scope, key: string, value: unknown, options?: UserMemoryCallOptions): Promise<void> {
    const { owner } = this.#enter(scope, options);
    requireUserMemoryKey(key);
    const { file, clock, limits, lifetime } = this.#parts;
    const { maxValueBytes, maxEntriesPerUser } = limits;
    const text = userMemoryValue(value, maxValueBytes);
    const write = { owner, key, value: text, at: clock.now(), maxEntriesPerUser };
    await lifetime.run(() => file.writer.submit({ kind: "user-memory-set", ...write }));
  }

  async delete(scope: Scope, key: string, options?: UserMemoryCallOptions): Promise<boolean> {
    const { owner } = this.#enter(scope, options);
    requireUserMemoryKey(key);
    const { file, lifetime } = this.#parts;
    return lifetime.run(() => file.writer.submit({ kind: "user-memory-delete", owner, key }));
  }

  async keys(scope: Scope, options?: UserMemoryPageOptions): Promise<UserMemoryKeys> {
    const { owner, signal } = this.#enter(scope, options);
    const page = userMemoryPage(options);
    return this.#read((readers) => readKeys(readers, owner, page), signal);
  }

  async entries(scope: Scope, options?: UserMemoryPageOptions): Promise<UserMemoryEntries> {
    const { owner, signal } = this.#enter(scope, options);
    const page = userMemoryPage(options);
    return this.#read((readers) => readEntries(readers, owner, page), signal);
  }

  async clear(scope: Scope, options?: UserMemoryCallOptions): Promise<number> {
    const { owner } = this.#enter(scope, options);
    const { file, lifetime } = this.#parts;
    return lifetime.run(() => file.writer.clear({ kind: "user-memory-clear", owner }));
  }

  #read<T>(read: (readers: ReaderPool) => Promise<T>, signal: AbortSignal | undefined): Promise<T> {
    const { file, lifetime } = this.#parts;
    return abortable(
      lifetime.run(() => read(file.readers)),
      signal,
    );
  }

  #enter(scope: Scope, options: UserMemoryCallOptions | undefined) {
    this.#parts.lifetime.assertOpen();
    const { tenantId, agentId, userId } = createScope(scope);
    const signal = userMemorySignal(options);
    throwIfAborted(signal);
    return { owner: { tenantId, agentId, userId }, signal };
  }
}
