import { isDeepStrictEqual } from "node:util";
import { REDACTED, redactText } from "@pergola/core";
import { isSecretKey } from "../secret-keys.ts";

/** One difference between two definitions. */
export interface ConfigChange {
  /** For example `["llm", "temperature"]`; of a step as its problems have it, `["steps", 0, "promptTemplate"]`. */
  readonly path: readonly (string | number)[];
  /** Before; absent when it was not there. Secrets are `[redacted]`. */
  readonly from?: unknown;
  /** Now; absent when it is not there any more. Secrets are `[redacted]`. */
  readonly to?: unknown;
}

/** The difference of two values at a path, or none. */
export function changeAt(path: ConfigChange["path"], from: unknown, to: unknown): readonly ConfigChange[] {
  if (isDeepStrictEqual(from, to)) return [];
  return [
    {
      path,
      ...(from !== undefined && { from: shown(from, path) }),
      ...(to !== undefined && { to: shown(to, path) }),
    },
  ];
}

/** The differences of two values, leaf by leaf. Lists differ as a whole. */
export function changesBelow(
  path: ConfigChange["path"],
  from: unknown,
  to: unknown,
): readonly ConfigChange[] {
  if (!isPlain(from) || !isPlain(to)) return changeAt(path, from, to);
  const keys = [...new Set([...Object.keys(from), ...Object.keys(to)])];
  return keys.flatMap((key) => changesBelow([...path, key], ownOf(from, key), ownOf(to, key)));
}

export function isPlain(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

const ownOf = (value: Readonly<Record<string, unknown>>, key: string) =>
  Object.hasOwn(value, key) ? value[key] : undefined;

/** Plain data without its secrets; what is live is named by its kind. */
function shown(value: unknown, path: ConfigChange["path"], depth = 0): unknown {
  if (path.some((key) => typeof key === "string" && isSecretKey(key))) return REDACTED;
  if (typeof value === "string") return redactText(value);
  if (typeof value === "function") return "a function";
  if (typeof value !== "object" || value === null) return value;
  if (depth > 20) return "…";
  if (Array.isArray(value)) return value.map((item, index) => shown(item, [...path, index], depth + 1));
  if (!isPlain(value)) return `a ${value.constructor?.name || "live object"}`;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, shown(each, [key], depth + 1)]));
}
