import type { Scope } from "@pergola/core";
import { expect } from "vitest";
import type { ConversationStore } from "../../memory/conversation-store.ts";
import type { UserMemory } from "../../memory/user/user-memory.ts";

/** A scope of the suite; say only what matters to the test. */
export const scopeOf = (parts: Partial<Scope> = {}): Scope => ({
  tenantId: "tenant",
  agentId: "agent",
  userId: "ada",
  ...parts,
});

/** The memory of users that a store has. */
export function memoryOf(store: ConversationStore): UserMemory {
  const { userMemory } = store;
  if (userMemory === undefined) expect.unreachable("The store has no userMemory.");
  return userMemory as UserMemory;
}

/** All keys of a user, page by page. */
export async function allKeys(memory: UserMemory, scope: Scope, prefix?: string): Promise<string[]> {
  const keys: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await memory.keys(scope, {
      limit: 200,
      ...(cursor && { cursor }),
      ...(prefix && { prefix }),
    });
    keys.push(...page.keys);
    cursor = page.nextCursor;
  } while (cursor !== undefined);
  return keys;
}

/** Every call, with arguments that are fine. */
export const callsOn = (
  memory: UserMemory,
  scope: Scope,
  options: { readonly signal?: AbortSignal } = {},
) => ({
  get: () => memory.get(scope, "a", options),
  set: () => memory.set(scope, "new", 1, options),
  delete: () => memory.delete(scope, "a", options),
  keys: () => memory.keys(scope, options),
  entries: () => memory.entries(scope, options),
  clear: () => memory.clear(scope, options),
});
