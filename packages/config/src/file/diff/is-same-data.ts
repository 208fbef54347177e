import { isDeepStrictEqual } from "node:util";
import { isPlain } from "../../shown-value.ts";

/**
 * Whether two values read the same. Maps and lists may be nested to any depth, be shared, and hold themselves: each pair is
 * looked at once, so that this ends after as many looks as there are pairs.
 */
export function isSameData(one: unknown, other: unknown): boolean {
  const open: [unknown, unknown][] = [[one, other]];
  const seen = new Map<object, Set<object>>();
  for (let pair = open.pop(); pair !== undefined; pair = open.pop()) {
    const [from, to] = pair;
    if (Object.is(from, to)) continue;
    if (!isNesting(from) || !isNesting(to)) {
      if (!isDeepStrictEqual(from, to)) return false;
    } else if (isNew(from, to, seen)) {
      const keys = Object.keys(from);
      if (Array.isArray(from) !== Array.isArray(to) || keys.length !== Object.keys(to).length) return false;
      if (!keys.every((key) => Object.hasOwn(to, key))) return false;
      for (const key of keys) open.push([from[key], to[key]]);
    }
  }
  return true;
}

function isNesting(value: unknown): value is Readonly<Record<string, unknown>> {
  return Array.isArray(value) || isPlain(value);
}

/** A pair that was met before is the same unless something else differs. */
function isNew(from: object, to: object, seen: Map<object, Set<object>>): boolean {
  const partners = seen.get(from) ?? new Set();
  if (partners.has(to)) return false;
  seen.set(from, partners.add(to));
  return true;
}
