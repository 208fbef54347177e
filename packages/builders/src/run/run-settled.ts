import { resourceErrors } from "@pergola/resources";

/** What every handle of a run says after the run has ended. */
export function runSettled() {
  return resourceErrors.create("RUN_SETTLED", {
    message: "The run has ended, and a handle of it was used afterwards.",
    hint: "Await everything that a step starts before it returns; start a new run for new work.",
  });
}
