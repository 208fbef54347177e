import type { AgentConfig } from "@pergola/config";
import { stateKeys } from "@pergola/config";
import { stepTypeName } from "@pergola/core-steps";
import type { ConversationStore } from "@pergola/resources";
import { builderErrors } from "../errors.ts";

interface Claim {
  readonly fingerprint: string;
  holders: number;
}

const claims = new WeakMap<object, Map<string, Claim>>();

/**
 * Lets one definition at a time use an agent name on a store: two different agents of one name would read each other's
 * conversations.
 *
 * @returns gives the claim back
 * @throws AGENT_CONFLICT
 */
export function claimStore(store: ConversationStore, definition: AgentConfig): () => void {
  const identity = store.identity ?? store;
  const byName = claims.get(identity) ?? new Map<string, Claim>();
  claims.set(identity, byName);
  const fingerprint = fingerprintOf(definition);
  const claim = byName.get(definition.name) ?? { fingerprint, holders: 0 };
  if (claim.fingerprint !== fingerprint) throw conflict(definition.name);
  claim.holders += 1;
  byName.set(definition.name, claim);
  return () => {
    claim.holders -= 1;
    if (claim.holders === 0) byName.delete(definition.name);
  };
}

/** Two definitions with the same version, steps, state keys and tools count as one. */
function fingerprintOf(definition: AgentConfig): string {
  const { version, steps, tools, stateSchema } = definition;
  return JSON.stringify(
    [
      version,
      steps.map((entry) => [stepTypeName(entry), entry.config]),
      tools.map((tool) => tool.name),
      stateKeys(stateSchema),
    ],
    describeValue(),
  );
}

/** Functions count by their source, BigInts by their digits, everything that is not plain data by its class. */
function describeValue(): (key: string, value: unknown) => unknown {
  const seen = new Set<object>();
  return (_key, value) => {
    if (typeof value === "function") return Function.prototype.toString.call(value);
    if (typeof value === "bigint") return `${value}n`;
    if (typeof value !== "object" || value === null) return value;
    if (seen.has(value)) return "[seen]";
    seen.add(value);
    return isPlain(value) ? value : `[${value.constructor?.name ?? "object"}]`;
  };
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return Array.isArray(value) || prototype === Object.prototype || prototype === null;
}

function conflict(name: string) {
  return builderErrors.create("AGENT_CONFLICT", {
    message: `Another agent called "${name}" with a different definition is open on the same store.`,
    hint: "Give one of them another name with withName(): conversations belong to the name.",
    details: { name },
  });
}
