import type { AnyStepStrategy } from "@pergola/core-steps";
import type { Condition, StagedFunction, StagedStep } from "../steps/staged-step.ts";

/**
 * A registered step type (`llm`, `tools-loop`, one of your own) in a stage: what it answers is stored under `name`. Or a step
 * under another name, with another condition.
 */
export interface RegisteredStep {
  readonly step: string | AnyStepStrategy | StagedStep;
  /** Default: the type's name; that of the step. */
  readonly name?: string | undefined;
  /** Default: always; the step's own. */
  readonly when?: Condition | undefined;
  /** Of a step type. Default `{}`. */
  readonly config?: Readonly<Record<string, unknown>> | undefined;
}

/** One of two lists of steps, chosen where it stands. Made by `branch`. */
export interface WorkflowBranch {
  readonly condition: Condition;
  readonly steps: readonly StageEntry[];
  readonly otherwise: readonly StageEntry[];
}

/** What may stand in a stage. */
export type StageEntry = StagedFunction | StagedStep | RegisteredStep | WorkflowBranch;

/** Runs the first steps if the condition holds, else the others. A step of it that fails ends the whole stage. */
export function branch(
  condition: Condition,
  steps: readonly StageEntry[],
  otherwise: readonly StageEntry[] = [],
): WorkflowBranch {
  return Object.freeze({ condition, steps: [...steps], otherwise: [...otherwise] });
}
