import type { AgentConfig } from "@pergola/config";
import { allSteps, type PlannedStep } from "./planned-step.ts";

/** Retries that the model calls of a run may spend together, unless the agent's policy allows more for one call. */
const MODEL_RETRIES = 4;

/** The one retry budget of every run: for its model calls, and what its steps may add. */
export function retriesOf({ retry }: AgentConfig, steps: readonly PlannedStep[]): number {
  const ofSteps = allSteps(steps).reduce((sum, { common }) => sum + (common.retry?.maxRetries ?? 0), 0);
  return Math.max(MODEL_RETRIES, retry?.maxRetries ?? 0) + ofSteps;
}
