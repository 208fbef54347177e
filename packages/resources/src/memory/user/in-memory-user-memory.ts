import { type Clock, createScope, type Scope, scopeKey, throwIfAborted } from "@pergola/core";
import { resourceErrors } from "../../errors.ts";
import { requireNumbers } from "../../require-numbers.ts";
import type {
  UserMemory,
  UserMemoryCallOptions,
  UserMemoryEntries,
  UserMemoryKeys,
  UserMemoryPageOptions,
} from "./user-memory.ts";
import { requireUserMemoryKey, userMemoryPage, userMemorySignal } from "./user-memory-arguments.ts";
import { userMemoryCursor } from "./user-memory-cursor.ts";
import { userMemoryErrors } from "./user-memory-errors.ts";
import { compareKeys } from "./user-memory-key.ts";
import { type UserMemoryLimits, userMemoryLimits } from "./user-memory-limits.ts";
import { userMemoryValue } from "./user-memory-value.ts";

export interface InMemoryUserMemoryOptions extends UserMemoryLimits {
  /** Most bytes of all users together, about. Default 64 MiB. */
  readonly maxBytes?: number;
}

/** What the store has that it is a part of. */
export interface InMemoryUserMemoryHost {
  readonly clock: Clock;
  assertOpen(): void;
}

interface Held {
  readonly text: string;
  readonly updatedAt: number;
}

type Values = Map<string, Held>;

/** What an entry takes, roughly: its texts, and what holds them together. */
const bytesOf = (key: string, held: Held | undefined): number =>
  held === undefined ? 0 : 2 * (key.length + held.text.length) + 200;

/** The values of users, in memory. Nothing is evicted: what does not fit is refused. */
export class InMemoryUserMemory implements UserMemory {
  readonly #host: InMemoryUserMemoryHost;
  readonly #limits: Required<UserMemoryLimits>;
  readonly #maxBytes: number;
  readonly #users = new Map<string, Values>();
  #bytes = 0;

  /** @throws PROVIDER_CONFIG_INVALID */
  constructor(options: InMemoryUserMemoryOptions, host: InMemoryUserMemoryHost) {
    const { maxBytes = 64 * 1024 * 1024 } = options;
    requireNumbers("user memory", { maxBytes: [maxBytes, "countFrom1"] });
    this.#limits = userMemoryLimits(options);
    this.#maxBytes = maxBytes;
    this.#host = host;
  }

  async get(scope: Scope, key: string, options?: UserMemoryCallOptions): Promise<unknown> {
    const user = this.#enter(scope, options);
    requireUserMemoryKey(key);
    const held = this.#users.get(user)?.get(key);
    return held === undefined ? undefined : JSON.parse(held.text);
  }

  async set(scope: Scope, key: string, value: unknown, options?: UserMemoryCallOptions): Promise<void> {
    const user = this.#enter(scope, options);
    requireUserMemoryKey(key);
    const held = {
      text: userMemoryValue(value, this.#limits.maxValueBytes),
      updatedAt: this.#host.clock.now(),
    };
    const values = this.#users.get(user) ?? new Map<string, Held>();
    if (!values.has(key) && values.size >= this.#limits.maxEntriesPerUser)
      throw userMemoryErrors.quotaExceeded(this.#limits);
    const growth = bytesOf(key, held) - bytesOf(key, values.get(key));
    if (growth > 0 && this.#bytes + growth > this.#maxBytes) throw storeFull(this.#maxBytes);
    this.#users.set(user, values.set(key, held));
    this.#bytes += growth;
  }

  async delete(scope: Scope, key: string, options?: UserMemoryCallOptions): Promise<boolean> {
    const user = this.#enter(scope, options);
    requireUserMemoryKey(key);
    const values = this.#users.get(user);
    this.#bytes -= bytesOf(key, values?.get(key));
    const isThere = values?.delete(key) ?? false;
    if (values?.size === 0) this.#users.delete(user);
    return isThere;
  }

  async keys(scope: Scope, options?: UserMemoryPageOptions): Promise<UserMemoryKeys> {
    const { page, ...next } = this.#page(scope, options);
    return { keys: page.map(([key]) => key), ...next };
  }

  async entries(scope: Scope, options?: UserMemoryPageOptions): Promise<UserMemoryEntries> {
    const { page, ...next } = this.#page(scope, options);
    const entries = page.map(([key, { text, updatedAt }]) => ({ key, value: JSON.parse(text), updatedAt }));
    return { entries, ...next };
  }

  async clear(scope: Scope, options?: UserMemoryCallOptions): Promise<number> {
    const user = this.#enter(scope, options);
    const values: Values = this.#users.get(user) ?? new Map();
    this.#users.delete(user);
    for (const [key, held] of values) this.#bytes -= bytesOf(key, held);
    return values.size;
  }

  #page(scope: Scope, options: UserMemoryPageOptions | undefined) {
    const user = this.#enter(scope, options);
    const { prefix, after, size } = userMemoryPage(options);
    const fitting = [...(this.#users.get(user) ?? [])]
      .filter(([key]) => key.startsWith(prefix) && (after === undefined || compareKeys(key, after) > 0))
      .sort(([one], [other]) => compareKeys(one, other));
    const page = fitting.slice(0, size);
    const last = fitting.length > size ? page.at(-1)?.[0] : undefined;
    return { page, ...(last !== undefined && { nextCursor: userMemoryCursor.encode(last) }) };
  }

  /** The user: the session plays no part. */
  #enter(scope: Scope, options: UserMemoryCallOptions | undefined): string {
    this.#host.assertOpen();
    const { tenantId, agentId, userId } = createScope(scope);
    throwIfAborted(userMemorySignal(options));
    return scopeKey({ tenantId, agentId, userId });
  }
}

const storeFull = (maxBytes: number) =>
  resourceErrors.create("STORE_FULL", {
    message: `The values of users may take ${maxBytes} bytes in this in-memory store, and there is no room for this one.`,
    hint: "Delete values, raise userMemory.maxBytes, or use a durable store such as @pergola/memory-duckdb.",
    details: { maxBytes },
  });
