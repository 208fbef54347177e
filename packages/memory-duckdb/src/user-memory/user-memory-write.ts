import type { Scope } from "@pergola/core";

/** Whose value it is; the session plays no part. */
export type Owner = Pick<Scope, "tenantId" | "agentId" | "userId">;

/** Keeps a value, as JSON text. `at` is epoch milliseconds. */
export interface UserMemorySet {
  readonly kind: "user-memory-set";
  readonly owner: Owner;
  readonly key: string;
  readonly value: string;
  readonly at: number;
  readonly maxEntriesPerUser: number;
}

export interface UserMemoryDelete {
  readonly kind: "user-memory-delete";
  readonly owner: Owner;
  readonly key: string;
}

export interface UserMemoryClear {
  readonly kind: "user-memory-clear";
  readonly owner: Owner;
}

export type UserMemoryWrite = UserMemorySet | UserMemoryDelete | UserMemoryClear;
