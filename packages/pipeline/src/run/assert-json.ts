import { pipelineErrors } from "../errors.ts";

/** Refuses what would not come back from a checkpoint as it was. @throws RESULT_NOT_JSON */
export function assertJson(key: string, value: unknown): void {
  const place = notJson(value, key, new Set());
  if (place === undefined) return;
  throw pipelineErrors.create("RESULT_NOT_JSON", {
    message: `"${place}" has no JSON form, and this agent has a checkpointer: a resumed run would not find it.`,
    hint: "Store plain data: text, numbers, booleans, null, lists and objects of them.",
    details: { key, place },
  });
}

/** Where something stands that JSON cannot hold. */
function notJson(value: unknown, place: string, above: ReadonlySet<unknown>): string | undefined {
  if (value === null || typeof value === "string" || typeof value === "boolean" || value === undefined)
    return undefined;
  if (typeof value === "number") return Number.isFinite(value) ? undefined : place;
  if (typeof value !== "object" || above.has(value) || !isPlain(value)) return place;
  const inside = new Set(above).add(value);
  for (const [key, each] of Object.entries(value)) {
    const found = notJson(each, `${place}.${key}`, inside);
    if (found !== undefined) return found;
  }
  return undefined;
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === Array.prototype || prototype === null;
}
