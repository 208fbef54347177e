import { builderErrors } from "../errors.ts";

/** Nobody can answer a run inside another one: its caller waits for its result. */
export function childSuspended(runId: string) {
  return builderErrors.create("CHILD_SUSPENDED", {
    message: `The run ${runId} inside another run called interrupt(), and nobody can answer it there.`,
    hint: "Ask the question in a step of the outer agent, and call the inner one with the answer.",
    details: { runId },
  });
}
