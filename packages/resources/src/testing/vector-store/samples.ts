import type { Scope } from "@pergola/core";
import type { VectorEntry, VectorHit, VectorStore } from "../../vectors/vector-store.ts";

/** A scope of the suite; say only what matters to the test. */
export const scopeOf = (parts: Partial<Scope> = {}): Scope => ({
  tenantId: "tenant",
  agentId: "agent",
  userId: "ada",
  ...parts,
});

/** An entry on the x axis; say only what matters to the test. */
export const entryOf = (id: string, parts: Partial<VectorEntry> = {}): VectorEntry => ({
  id,
  vector: [1, 0, 0],
  ...parts,
});

export const idsOf = (hits: readonly VectorHit[]): string[] => hits.map(({ id }) => id);

/** The ids of all that a user has. */
export const allIds = async (store: VectorStore, scope: Scope): Promise<string[]> =>
  idsOf(await store.search(scope, [1, 0, 0], { k: 1000 })).sort();

/** Every call, with arguments that are fine. */
export const callsOn = (
  store: VectorStore,
  scope: Scope,
  options: { readonly signal?: AbortSignal } = {},
) => ({
  add: () => store.add(scope, [entryOf("new")], options),
  search: () => store.search(scope, [1, 0, 0], options),
  delete: () => store.delete(scope, ["a"], options),
  clear: () => store.clear(scope, options),
});
