import { errorMessage, isGraphSignal, isMissingCheckpointer, isPergolaError } from "@pergola/core";
import { builderErrors } from "../errors.ts";

/** The error of a step, coded; what stopped the run and LangGraph's control flow pass as they are. */
export function toStepError(step: string, thrown: unknown, signal: AbortSignal): unknown {
  if (isMissingCheckpointer(thrown)) return needsCheckpointer(step, thrown);
  if (isPergolaError(thrown) || signal.aborted || isGraphSignal(thrown)) return thrown;
  return builderErrors.create("STEP_FAILED", {
    message: `The step "${step}" failed: ${errorMessage(thrown)}`,
    hint: "The cause has what was thrown, with its stack.",
    details: { step },
    cause: thrown,
  });
}

/** Whether LangGraph's `interrupt()` was called. */
export function isInterrupt(thrown: unknown): boolean {
  return isGraphSignal(thrown) && /Interrupt$/.test((thrown as { readonly name?: string }).name ?? "");
}

function needsCheckpointer(step: string, cause: unknown) {
  return builderErrors.create("INTERRUPT_NEEDS_CHECKPOINTER", {
    message: `The step "${step}" called interrupt(), and the agent has nowhere to keep the run while it waits.`,
    hint: "Give it a LangGraph saver with withCheckpointer(saver), and answer with agent.resume(runId, value).",
    details: { step },
    cause,
  });
}
