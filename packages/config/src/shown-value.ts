import { isSecretKey, REDACTED, redactText } from "@pergola/core";

const MAX_DEPTH = 20;

type ValuePath = readonly (string | number)[];

/**
 * Plain data without its secrets; what is live is named by its kind.
 *
 * @param path where it stands: what is below a key that sounds secret is covered
 */
export function shownValue(value: unknown, path: ValuePath, depth = 0): unknown {
  if (path.some((key) => typeof key === "string" && isSecretKey(key))) return REDACTED;
  if (typeof value === "string") return redactText(value);
  if (typeof value === "function") return "a function";
  if (typeof value !== "object" || value === null) return value;
  if (depth > MAX_DEPTH) return "…";
  if (Array.isArray(value)) return value.map((item, index) => shownValue(item, [...path, index], depth + 1));
  if (!isPlain(value)) return `a ${value.constructor?.name || "live object"}`;
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [redactText(key), shownValue(each, [key], depth + 1)]),
  );
}

export function isPlain(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
