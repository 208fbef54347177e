import { isDeepStrictEqual } from "node:util";
import { redactText } from "@pergola/core";
import { isPlain, shownValue } from "../../shown-value.ts";

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
      path: path.map((key) => (typeof key === "string" ? redactText(key) : key)),
      ...(from !== undefined && { from: shownValue(from, path) }),
      ...(to !== undefined && { to: shownValue(to, path) }),
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

const ownOf = (value: Readonly<Record<string, unknown>>, key: string) =>
  Object.hasOwn(value, key) ? value[key] : undefined;
