import type { ModelCall, TurnStep } from "./turn.ts";

/** The model calls that were made inside a run of a step (a step may run more than once in a turn). */
export function modelCallsOf(step: TurnStep, calls: readonly ModelCall[]): readonly ModelCall[] {
  const end = step.latencyMs === undefined ? Number.POSITIVE_INFINITY : step.startedAt + step.latencyMs + 1;
  return calls.filter(
    (call) => call.step === step.step && call.startedAt >= step.startedAt && call.startedAt <= end,
  );
}
