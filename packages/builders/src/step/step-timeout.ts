import { abortable } from "@pergola/core";
import { builderErrors } from "../errors.ts";
import type { RunContext } from "../run/run-context.ts";
import { narrowRun } from "./narrow-run.ts";

export interface StepTime {
  readonly timeoutMs: number | undefined;
  /** What is left of it, when some was used before. Default: all. */
  readonly leftMs?: number;
}

/** Runs `work`, stopping it after its time. @throws STEP_TIMEOUT */
export async function withStepTimeout<T>(
  step: string,
  { timeoutMs, leftMs = timeoutMs }: StepTime,
  run: RunContext,
  work: (run: RunContext) => Promise<T>,
): Promise<T> {
  if (timeoutMs === undefined || leftMs === undefined) return work(run);
  using narrow = narrowRun(run);
  const stop = () => narrow.abort(stepTimeout(step, timeoutMs));
  const cancelTimer = run.services.clock.setTimer(Math.max(0, leftMs), stop);
  try {
    return await abortable(work(narrow.run), narrow.run.signal);
  } finally {
    cancelTimer();
  }
}

function stepTimeout(step: string, timeoutMs: number) {
  return builderErrors.create("STEP_TIMEOUT", {
    message: `The step "${step}" did not finish in ${timeoutMs} ms and was stopped.`,
    hint: "Raise the step's timeoutMs, ask it for less, or give it a retry.",
    details: { step, timeoutMs },
  });
}
