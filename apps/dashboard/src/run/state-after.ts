import type { ErrorData } from "@pergola/core";

/** How a piece of work stands. */
export type WorkState = "running" | "done" | "failed" | "stopped";

/** Codes that say "it was stopped": no failure of the work itself. */
const STOPPED: ReadonlySet<string> = new Set([
  "ABORTED",
  "RUN_CANCELLED",
  "RUN_STOPPED",
  "CLIENT_DISCONNECTED",
]);

/** Whether the error is how a stop looks from inside. */
export function isStop(error: ErrorData | undefined): boolean {
  return error !== undefined && STOPPED.has(error.code);
}

/** How a piece of work stands after it ended. */
export function stateAfter(error: ErrorData | undefined): WorkState {
  if (!error) return "done";
  return isStop(error) ? "stopped" : "failed";
}
