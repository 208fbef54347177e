const MAX_CHARACTERS = 40;

/**
 * A value that was refused, in words.
 *
 * @param isFreeForm something else than numbers, booleans or listed words was asked for: what came may be a secret (a
 *   key, a header), so only its kind is told.
 */
export function receivedValue(value: unknown, isFreeForm: boolean): string {
  switch (typeof value) {
    case "undefined":
      return "nothing";
    case "string":
      if (value !== "" && isFreeForm) return "a text";
      return JSON.stringify(value.length > MAX_CHARACTERS ? `${value.slice(0, MAX_CHARACTERS)}…` : value);
    case "number":
    case "bigint":
      return isFreeForm ? "a number" : String(value);
    case "boolean":
      return String(value);
    case "object":
      if (value === null) return "null";
      return Array.isArray(value) ? "a list" : "an object";
    default:
      return `a ${typeof value}`;
  }
}
