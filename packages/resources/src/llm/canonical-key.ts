import { invalidProviderConfig } from "../invalid-provider-config.ts";

const identities = new WeakMap<object, number>();
let nextIdentity = 0;

/** Deeper is nothing that somebody has written down; what holds itself has no end. */
const MAX_DEPTH = 100;

/** How much of the way to it an error names. */
const SHOWN_KEYS = 4;

/**
 * A text that is equal for equal values: keys sorted, undefined keys left out. Functions and instances of classes (an
 * injected `fetch`, a logger) count by identity.
 *
 * @param subject whose config it is, for messages
 * @throws PROVIDER_CONFIG_INVALID for what holds itself
 */
export function canonicalKey(value: unknown, subject = "a model"): string {
  const keyOf = (item: unknown, path: readonly string[]): string => {
    if (typeof item === "function") return identity(item);
    if (typeof item !== "object" || item === null) return primitiveKey(item);
    if (path.length > MAX_DEPTH) throw tooDeep(subject, path.slice(0, SHOWN_KEYS));
    if (Array.isArray(item))
      return `[${item.map((each, index) => keyOf(each, [...path, `${index}`])).join(",")}]`;
    const prototype: unknown = Object.getPrototypeOf(item);
    if (prototype !== Object.prototype && prototype !== null) return identity(item);
    const entries = Object.entries(item).filter(([, each]) => each !== undefined);
    entries.sort(([a], [b]) => (a < b ? -1 : 1));
    return `{${entries.map(([key, each]) => `${JSON.stringify(key)}:${keyOf(each, [...path, key])}`).join(",")}}`;
  };
  return keyOf(value, []);
}

function primitiveKey(value: unknown): string {
  return typeof value === "string" ? JSON.stringify(value) : `${typeof value} ${String(value)}`;
}

function identity(value: object): string {
  let number = identities.get(value);
  if (number === undefined) {
    number = nextIdentity++;
    identities.set(value, number);
  }
  return `#${number}`;
}

function tooDeep(subject: string, path: readonly string[]) {
  const message = `Holds itself, or is nested deeper than ${MAX_DEPTH} levels; expected plain data.`;
  return invalidProviderConfig(subject, [
    { path, message, hint: "Leave out what leads back to where it came from." },
  ]);
}
