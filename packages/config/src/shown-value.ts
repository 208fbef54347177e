import { isSecretKey, REDACTED, redactText } from "@pergola/core";

/** What is nested deeper, and what comes after so many values, is cut: a value may hold itself, in several places. */
const MAX_DEPTH = 20;
const MAX_VALUES = 100_000;

type ValuePath = readonly (string | number)[];

/**
 * Plain data without its secrets; what is live is named by its kind.
 *
 * @param path where it stands: what is below a key that sounds secret is covered
 */
export function shownValue(value: unknown, path: ValuePath): unknown {
  let left = MAX_VALUES;
  const show = (inner: unknown, at: ValuePath, depth: number): unknown => {
    left -= 1;
    if (at.some((key) => typeof key === "string" && isSecretKey(key))) return REDACTED;
    if (typeof inner === "string") return redactText(inner);
    if (typeof inner === "function") return "a function";
    if (typeof inner !== "object" || inner === null) return inner;
    if (depth > MAX_DEPTH || left < 0) return "…";
    if (Array.isArray(inner)) return inner.map((item, index) => show(item, [...at, index], depth + 1));
    if (!isPlain(inner)) return `a ${inner.constructor?.name || "live object"}`;
    return Object.fromEntries(
      Object.entries(inner).map(([key, each]) => [redactText(key), show(each, [key], depth + 1)]),
    );
  };
  return show(value, path, 0);
}

export function isPlain(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
