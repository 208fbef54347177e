import { resourceErrors } from "../errors.ts";

/** The error of an llm resource that is used after its end. */
export function llmClosed(name: string) {
  return resourceErrors.create("RESOURCE_CLOSED", {
    message: `The resource "${name}" was used after close().`,
    hint: "Keep the agent open for as long as it is used; a closed one does not open again.",
    details: { name },
  });
}
