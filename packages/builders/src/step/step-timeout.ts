import { abortable } from "@pergola/core";
import { builderErrors } from "../errors.ts";
import type { RunContext } from "../run/run-context.ts";
import { narrowRun } from "./narrow-run.ts";

export interface StepTime {
  readonly timeoutMs: number | undefined;
  /** What is left of it, when some was used before. Default: all. */
  readonly leftMs?: number;
}

/** Runs `work`, stopping it after its time, whether it heeds that or not. @throws STEP_TIMEOUT */
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
  const working = work(narrow.run);
  try {
    return await abortable(working, narrow.run.signal);
  } catch (thrown) {
    if (narrow.run.signal.aborted && !run.signal.aborted) await lastTurn(working);
    throw thrown;
  } finally {
    cancelTimer();
  }
}

/** What honours its signal ends now, and its events come before those that follow; the rest is left behind. */
function lastTurn(working: Promise<unknown>): Promise<unknown> {
  const turn = new Promise<void>((resolve) => setImmediate(resolve));
  return Promise.race([Promise.allSettled([working]), turn]);
}

function stepTimeout(step: string, timeoutMs: number) {
  return builderErrors.create("STEP_TIMEOUT", {
    message: `The step "${step}" did not finish in ${timeoutMs} ms and was stopped.`,
    hint: "Raise the step's timeoutMs, ask it for less, or give it a retry.",
    details: { step, timeoutMs },
  });
}
