import { errorMessage } from "@pergola/core";
import { resourceErrors } from "../errors.ts";

/** JSON.stringify writes half a surrogate pair as an escape, and nothing else; a backslash before it is text. */
const LONE_SURROGATE = /(?<!\\)((?:\\\\)*)\\ud[89a-f][0-9a-f]{2}/g;

/**
 * A value as JSON text, the form in which every store keeps messages and events. Half a surrogate pair, which a stream
 * that was cut can leave, becomes U+FFFD: neither UTF-8 nor most databases can hold it.
 *
 * @throws NOT_STORABLE when it has a cycle, a BigInt or a `toJSON` that throws.
 */
export function toStorable(value: unknown): string {
  try {
    const text: string | undefined = JSON.stringify(value);
    if (text !== undefined) return text.replace(LONE_SURROGATE, "$1\ufffd");
  } catch (cause) {
    throw notStorable(cause);
  }
  throw notStorable(new TypeError(`A ${typeof value} has no JSON form.`));
}

function notStorable(cause: unknown) {
  return resourceErrors.create("NOT_STORABLE", {
    message: `A message or event cannot be stored as JSON: ${errorMessage(cause)}`,
    hint: "Keep messages and tool results to plain data: no cycles, no BigInt.",
    cause,
  });
}
