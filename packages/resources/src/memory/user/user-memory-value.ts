import { toStorable } from "../storable.ts";
import { userMemoryErrors } from "./user-memory-errors.ts";

/**
 * A value as the JSON text that stores keep. What JSON would drop or change is refused, so that what is remembered is what
 * was meant; a property that is undefined is none, and half a surrogate pair becomes U+FFFD.
 *
 * @throws NOT_STORABLE, USER_MEMORY_VALUE_TOO_LARGE
 */
export function userMemoryValue(value: unknown, maxValueBytes: number): string {
  const place = value === undefined ? [] : lossIn(value, [], new Set());
  if (place !== undefined) throw userMemoryErrors.notStorable(place.join("."));
  const text = toStorable(value);
  const bytes = new TextEncoder().encode(text).length;
  if (bytes > maxValueBytes) throw userMemoryErrors.valueTooLarge(bytes, maxValueBytes);
  return text;
}

type Place = readonly (string | number)[];

/** Deeper than anything that means something, and far from the end of the stack. */
const MAX_DEPTH = 100;

/** Where something stands that JSON cannot say. */
function lossIn(value: unknown, place: Place, above: ReadonlySet<object>): Place | undefined {
  if (value === null || value === undefined || typeof value === "string" || typeof value === "boolean")
    return undefined;
  if (typeof value === "number") return Number.isFinite(value) ? undefined : place;
  if (typeof value !== "object" || above.has(value) || above.size >= MAX_DEPTH || !isPlain(value))
    return place;
  const inside = new Set(above).add(value);
  const isList = Array.isArray(value);
  for (const [key, each] of isList ? value.entries() : Object.entries(value)) {
    const isLost = isList && each === undefined;
    const found = isLost ? [...place, key] : lossIn(each, [...place, key], inside);
    if (found !== undefined) return found;
  }
  return undefined;
}

function isPlain(value: object): boolean {
  if (Array.isArray(value)) return true;
  if ("toJSON" in value) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}
