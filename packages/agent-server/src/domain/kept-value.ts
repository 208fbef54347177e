/** Longest JSON that is kept of an input or a result, in UTF-16 code units. */
const MAX_KEPT_CHARS = 65_536;

/** A value as it is kept for its user to look at. */
export type KeptValue = { readonly value: unknown } | { readonly isTooLarge: true };

/** A copy as JSON has it: what no JSON can carry, or is too large, is not kept. */
export function keptValue(value: unknown): KeptValue {
  const json = jsonOf(value);
  if (json === undefined || json.length > MAX_KEPT_CHARS) return { isTooLarge: true };
  return { value: JSON.parse(json) };
}

function jsonOf(value: unknown): string | undefined {
  try {
    return JSON.stringify(value ?? null);
  } catch {
    return undefined;
  }
}
