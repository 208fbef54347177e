/** Longest key of a value, in UTF-16 code units. */
export const MAX_KEY_CHARACTERS = 1024;

/** Keys are opaque, like ids: nothing is trimmed, folded or normalised. */
export const isUserMemoryKey = (key: unknown): key is string =>
  typeof key === "string" && key !== "" && key.length <= MAX_KEY_CHARACTERS && key.isWellFormed();

/** Below 0 when `one` comes first: the order of UTF-8, which differs from that of JavaScript beyond U+FFFF. */
export function compareKeys(one: string, other: string): number {
  const length = Math.min(one.length, other.length);
  for (let index = 0; index < length; index++) {
    const [first, second] = [one.charCodeAt(index), other.charCodeAt(index)];
    if (first !== second) return rankOf(first) - rankOf(second);
  }
  return one.length - other.length;
}

/** Surrogates stand for what comes behind all other units. */
function rankOf(unit: number): number {
  if (unit < 0xd800) return unit;
  return unit < 0xe000 ? unit + 0x2000 : unit - 0x800;
}
