import type { AgentConfig } from "@pergola/config";
import { allSteps, type PlannedStep } from "./planned-step.ts";

/** Retries that the model calls of a run may spend together, unless the agent's policy allows more for one call. */
const MODEL_RETRIES = 4;

/** What each further model of a list adds: a run may fall back until the breaker of a model has opened. */
const FALLBACKS = 5;

/** The one retry budget of every run: for its model calls, and what its steps and tools may add. */
export function retriesOf({ retry, llm, tools }: AgentConfig, steps: readonly PlannedStep[]): number {
  const all = allSteps(steps);
  const ofSteps = all.reduce((sum, { common }) => sum + (common.retry?.maxRetries ?? 0), 0);
  const ofTools = tools.reduce((sum, tool) => sum + (tool.retry?.maxRetries ?? 0), 0);
  const lists = [llm, ...all.map(({ needs: { model } }) => model)].map(furtherModels);
  return Math.max(MODEL_RETRIES, retry?.maxRetries ?? 0) + ofSteps + ofTools + FALLBACKS * Math.max(...lists);
}

const furtherModels = (model: unknown) => (Array.isArray(model) ? Math.max(0, model.length - 1) : 0);
