const identities = new WeakMap<object, number>();
let nextIdentity = 0;

/**
 * A text that is equal for equal values: keys sorted, undefined keys left out. Functions and instances of classes (an
 * injected `fetch`, a logger) count by identity.
 */
export function canonicalKey(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalKey).join(",")}]`;
  if (typeof value === "function") return identity(value);
  if (typeof value !== "object" || value === null) return primitiveKey(value);
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return identity(value);
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  entries.sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${canonicalKey(item)}`).join(",")}}`;
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
