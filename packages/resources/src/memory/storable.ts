import { resourceErrors } from "../errors.ts";

/**
 * A value as JSON text, the form in which every store keeps messages and events.
 *
 * @throws NOT_STORABLE when it has a cycle, a BigInt or a `toJSON` that throws.
 */
export function toStorable(value: unknown): string {
  try {
    const text: string | undefined = JSON.stringify(value);
    if (text !== undefined) return text;
  } catch (cause) {
    throw notStorable(cause);
  }
  throw notStorable(new TypeError(`A ${typeof value} has no JSON form.`));
}

function notStorable(cause: unknown) {
  return resourceErrors.create("NOT_STORABLE", {
    message: `A message or event cannot be stored as JSON: ${cause instanceof Error ? cause.message : String(cause)}`,
    hint: "Keep messages and tool results to plain data: no cycles, no BigInt.",
    cause,
  });
}
