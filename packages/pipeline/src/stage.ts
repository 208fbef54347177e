/** The stages of one iteration, in order. */
export const WORK_STAGES = ["parse", "think", "do", "review", "deliver"] as const;

/** `error` runs after a failure, and once. */
export const STAGES = [...WORK_STAGES, "error"] as const;

/**
 * Where a step of a workflow runs: parse "what do I need to understand the input?", think "what should I decide or plan?",
 * do "what actions should I take?", review "is my response good enough?", deliver "how do I send the output?", error.
 */
export type Stage = (typeof STAGES)[number];

/** The stage of an iteration that comes after this one; undefined after the last. */
export function stageAfter(stage: Stage): Stage | undefined {
  return stage === "error" ? undefined : WORK_STAGES[WORK_STAGES.indexOf(stage) + 1];
}

/** Stages in which the response may be set. */
export const canRespond = (stage: Stage): boolean => stage === "deliver" || stage === "error";
