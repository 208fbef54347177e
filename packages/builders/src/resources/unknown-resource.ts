import { suggest } from "@pergola/core";
import { stepErrors } from "@pergola/core-steps";

/** A key that an agent has no resource for. */
export function unknownResource(key: string, known: readonly string[]) {
  return stepErrors.create("RESOURCE_NOT_FOUND", {
    message: `The agent has no resource "${key}".`,
    hint: known.length === 0 ? "Add one: .withResource(key, reference)." : suggest(key, known),
    details: { key, known },
  });
}
