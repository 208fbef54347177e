import { type Scope, scopeKey } from "@pergola/core";

/**
 * The LangGraph thread of a run: derived from whose run it is and from its id, so that a runId of somebody else leads
 * nowhere. Hashed, because ids may be long, hostile or personal.
 */
export function threadIdOf(scope: Scope, runId: string): string {
  const key = JSON.stringify([scopeKey(scope), runId]);
  return `pergola-${loadCrypto().hash("sha256", key)}`;
}

/** Only agents that keep suspended runs need it. */
const loadCrypto = () => process.getBuiltinModule("node:crypto");
