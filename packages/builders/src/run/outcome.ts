import {
  type ErrorData,
  errorMessage,
  isPergolaError,
  type RunEventInput,
  type RunOutcome,
  toErrorData,
  type Usage,
} from "@pergola/core";
import type { RunContext } from "./run-context.ts";
import { runCancelled } from "./run-signal.ts";

/** How a run ended, and the error if it did not complete. */
export interface Ending {
  readonly outcome: RunOutcome;
  /** What `result` rejects with. */
  readonly thrown?: unknown;
  readonly error?: ErrorData;
}

/** Outcomes that have a code of their own. */
const OUTCOMES: Readonly<Record<string, RunOutcome>> = {
  DEADLINE_EXCEEDED: "deadline",
  TOOL_LIMIT_EXCEEDED: "budget",
  BUDGET_EXCEEDED: "budget",
};

export const COMPLETED: Ending = Object.freeze({ outcome: "completed" });

/**
 * Names the outcome of an error; what the signal fired with wins over errors that followed from it. A limit of a run
 * inside this one is an error like any other; the budget of one around it is this one's as well.
 */
export function endingOf(
  thrown: unknown,
  { id, signal, budget }: Pick<RunContext, "id" | "signal" | "budget">,
): Ending {
  const cause: unknown = signal.aborted ? signal.reason : thrown;
  const runIds: readonly unknown[] = budget === undefined ? [id] : [id, ...budget.runIds];
  if (isPergolaError(cause) && runIds.includes(cause.details.runId)) {
    const outcome = OUTCOMES[cause.code];
    if (outcome !== undefined) return { outcome, thrown: cause, error: cause.toJSON() };
  }
  if (!signal.aborted) return { outcome: "failed", thrown, error: toErrorData(thrown) };
  return { outcome: "cancelled", thrown: cause, error: cancelledData(cause) };
}

/** The terminal event of a run that ended so. */
export function finishedEvent(
  ending: Ending,
  usage: Usage,
  latencyMs: number,
): RunEventInput<"run-finished"> {
  return { type: "run-finished", usage, latencyMs, ...outcomeOf(ending) };
}

/** What the terminal event says of an ending. */
export function outcomeOf({
  outcome,
  error,
}: Ending): Pick<RunEventInput<"run-finished">, "outcome" | "error"> {
  return { outcome, ...(error !== undefined && { error }) };
}

function cancelledData(reason: unknown): ErrorData {
  const data = runCancelled().toJSON();
  if (isPergolaError(reason, "RUN_CANCELLED")) return data;
  return { ...data, cause: { message: errorMessage(reason) } };
}
