import { inspect } from "node:util";

/** A result for people: a text as it is, else JSON, else what Node shows of it, as of a map, of which JSON shows nothing. */
export function resultText(value: unknown): string {
  if (typeof value === "string") return value;
  try {
    return JSON.stringify(value, refuseMaps, 2) ?? inspect(value);
  } catch {
    return inspect(value, { depth: 4 });
  }
}

function refuseMaps(_key: string, value: unknown): unknown {
  if (value instanceof Map || value instanceof Set) throw new TypeError("JSON has no such thing.");
  return value;
}
