import { getRun, type StepContext } from "@pergola/core-steps";
import type { WorkflowData } from "../workflow/workflow-data.ts";

/** Tells what is unusual about a workflow, in its first run. */
export function noteTeller({ notes }: WorkflowData): (context: StepContext) => void {
  let isTold = false;
  return (context) => {
    if (isTold) return;
    isTold = true;
    for (const note of notes) getRun(context).logger.info(note);
  };
}
