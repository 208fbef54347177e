import { type ErrorData, errorMessage, isPergolaError, type RunOutcome, toErrorData } from "@pergola/core";
import { runCancelled } from "./run-signal.ts";

/** How a run ended, and the error if it did not complete. */
export interface Ending {
  readonly outcome: RunOutcome;
  /** What `result` rejects with. */
  readonly thrown?: unknown;
  readonly error?: ErrorData;
}

export const COMPLETED: Ending = Object.freeze({ outcome: "completed" });

/** Names the outcome of an error; what the signal fired with wins over errors that followed from it. */
export function endingOf(thrown: unknown, signal: AbortSignal): Ending {
  const cause = signal.aborted ? signal.reason : thrown;
  if (isPergolaError(cause, "DEADLINE_EXCEEDED"))
    return { outcome: "deadline", thrown: cause, error: cause.toJSON() };
  if (isPergolaError(cause, "TOOL_LIMIT_EXCEEDED"))
    return { outcome: "budget", thrown: cause, error: cause.toJSON() };
  if (!signal.aborted) return { outcome: "failed", thrown, error: toErrorData(thrown) };
  return { outcome: "cancelled", thrown: cause, error: cancelledData(cause) };
}

function cancelledData(reason: unknown): ErrorData {
  const data = runCancelled().toJSON();
  if (isPergolaError(reason, "RUN_CANCELLED")) return data;
  return { ...data, cause: { message: errorMessage(reason) } };
}
