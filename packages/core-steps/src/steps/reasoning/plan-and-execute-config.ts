import { lazySchema } from "@pergola/resources/definition";
import { z } from "zod";
import { modelShape, toolReference } from "../step-options.ts";
import type { ToolsLoopStepConfig } from "../tools-loop-config.ts";

/** Config of the `plan-and-execute` step: a plan, its steps one after the other, then the answer. */
export interface PlanAndExecuteStepConfig<State = Record<string, unknown>>
  extends ToolsLoopStepConfig<State> {
  /** Most steps of a plan. Default 10. */
  readonly maxSteps?: number;
  /** How often the plan may be changed because a step of it could not be done. Default 2. */
  readonly maxReplans?: number;
  /** State key that gets the steps that were worked on, a list of {@link PlanStepResult}. */
  readonly planAs?: keyof State & string;
  readonly prompts?: PlanAndExecutePrompts;
}

/** What came of one step of a plan. */
export interface PlanStepResult {
  readonly task: string;
  readonly outcome: "done" | "failed";
  /** What the model found out; of a failed step why it failed. */
  readonly result: string;
}

/** What the model is told to do, as plain text. */
export interface PlanAndExecutePrompts {
  /** Asks for a plan, or for a changed one. */
  readonly plan?: string;
  /** Goes to the end of the system message while the model works on a step. */
  readonly execute?: string;
  /** Goes to the end of the system message when the model answers. */
  readonly answer?: string;
}

export const PLAN_AND_EXECUTE_PROMPTS: Required<PlanAndExecutePrompts> = {
  plan:
    "Plan what is still to be done to answer the request: tasks in the order of the work, each a sentence that says what to " +
    "find out or to do, and which earlier results it needs. As few as possible; none if the answer is known already.",
  execute:
    "You work on one step of a plan; what the steps before it gave stands at the end of the conversation. Do this step alone, " +
    "call tools where they help, and then say its result in full: whoever works on the next step sees nothing else of your " +
    "work. If the step cannot be done, call report_failure.",
  answer:
    "Answer the request from the results of the plan, which stand at the end of the conversation. Give the answer alone: " +
    "nobody but you sees the plan.",
};

export const DEFAULT_MAX_PLAN_STEPS = 10;
export const DEFAULT_MAX_REPLANS = 2;

export const planAndExecuteConfigSchema = lazySchema(() =>
  z.strictObject({
    ...modelShape(),
    tools: z.array(toolReference).optional(),
    maxIterations: z.number().int().min(1).optional(),
    maxSteps: z.number().int().min(1).optional(),
    maxReplans: z.number().int().min(0).optional(),
    planAs: z.string().min(1).optional(),
    prompts: z
      .strictObject({
        plan: z.string().min(1).optional(),
        execute: z.string().min(1).optional(),
        answer: z.string().min(1).optional(),
      })
      .optional(),
  }),
);
