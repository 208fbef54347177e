import type { ErrorData } from "@pergola/core";
import type { WorkState } from "./turn.ts";

/** Codes that say "it was stopped": no failure of the work itself. */
const STOPPED = new Set(["ABORTED", "RUN_CANCELLED"]);

/** How a piece of work stands after it ended. */
export function stateAfter(error: ErrorData | undefined): WorkState {
  if (!error) return "done";
  return STOPPED.has(error.code) ? "stopped" : "failed";
}
