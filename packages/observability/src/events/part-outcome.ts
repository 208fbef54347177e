import type { ErrorData } from "@pergola/core";

/** How a part of a run ended: a step, a stage, a call. */
export type PartOutcome = "ok" | "cancelled" | "error";

/** By the code of its error. Who stops a run gets what he wanted: what that ended has not failed. */
export function partOutcome(error: Pick<ErrorData, "code"> | undefined): PartOutcome {
  if (error === undefined) return "ok";
  return error.code === "RUN_CANCELLED" ? "cancelled" : "error";
}
