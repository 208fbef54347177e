import type { AgentConfig } from "@pergola/config";
import { stateKeys } from "@pergola/config";
import { stepTypeName } from "@pergola/core-steps";
import type { ConversationStore } from "@pergola/resources";
import { builderErrors } from "../errors.ts";

/** Holders of an agent name on a store, by what their definitions are. */
type Holders = Map<string, number>;

const claims = new WeakMap<object, Map<string, Holders>>();

/** The right to use an agent name on a store. */
export interface AgentClaim {
  /** Whether it is on that store, by whatever handle. */
  isOn(store: ConversationStore): boolean;
  /** The agent goes on with another definition. Others of its name may have either while both are in use. */
  moveTo(definition: AgentConfig): void;
  release(): void;
}

/**
 * Lets one definition at a time use an agent name on a store: two different agents of one name would read each other's
 * conversations.
 *
 * @throws AGENT_CONFLICT
 */
export function claimStore(store: ConversationStore, definition: AgentConfig): AgentClaim {
  const { name } = definition;
  const byName = claims.get(identityOf(store)) ?? new Map<string, Holders>();
  claims.set(identityOf(store), byName);
  const holders: Holders = byName.get(name) ?? new Map();
  let fingerprint = fingerprintOf(definition);
  if (holders.size > 0 && !holders.has(fingerprint)) throw conflict(name);
  byName.set(name, holders);
  const count = (by: 1 | -1) => {
    const held = (holders.get(fingerprint) ?? 0) + by;
    if (held > 0) holders.set(fingerprint, held);
    else holders.delete(fingerprint);
  };
  count(1);
  return {
    isOn: (other) => identityOf(other) === identityOf(store),
    moveTo(next) {
      count(-1);
      fingerprint = fingerprintOf(next);
      count(1);
    },
    release() {
      count(-1);
      if (holders.size === 0 && byName.get(name) === holders) byName.delete(name);
    },
  };
}

const identityOf = (store: ConversationStore): object => store.identity ?? store;

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
