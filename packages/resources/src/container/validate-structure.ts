import { askAuthor } from "./ask-author.ts";
import type { ReadDefinitions } from "./read-definitions.ts";
import type { ResourceContext } from "./resource-definition.ts";
import { mergeResults, type ValidationResult } from "./validation-result.ts";

/** The first phase: what each definition says for itself, and keys that are there twice. */
export function validateStructure(
  { graph, problems }: ReadDefinitions,
  context: Pick<ResourceContext, "env">,
): ValidationResult {
  const ofAuthors = [...graph.values()].map(({ key, definition }) =>
    askAuthor(key, "validateConfig", () => definition.validateConfig?.(context)),
  );
  return mergeResults([{ errors: problems }, ...ofAuthors]);
}
