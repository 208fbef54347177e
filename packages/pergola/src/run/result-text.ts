import { inspect } from "node:util";

/** A result for people: a text as it is, else JSON, else what Node shows of it. */
export function resultText(value: unknown): string {
  if (typeof value === "string") return value;
  try {
    return JSON.stringify(value, null, 2) ?? inspect(value);
  } catch {
    return inspect(value, { depth: 4 });
  }
}
