import type { CommonStepConfig, StepGroup, StepNeeds, StepStrategy } from "@pergola/core-steps";

/** Where something stands in a definition, for example `["steps", 0, "branches", "facts", 1]`. */
export type ConfigPath = readonly (string | number)[];

/** A step whose type is found and whose config is checked. */
export interface PlannedStep {
  readonly path: ConfigPath;
  readonly nodeName: string;
  /** The step type's name. */
  readonly kind: string;
  readonly strategy: StepStrategy<unknown>;
  /** As the type's schema gives it. */
  readonly config: Readonly<Record<string, unknown>>;
  /** The keys that every step has. */
  readonly common: CommonStepConfig;
  readonly needs: StepNeeds;
  readonly groups: readonly PlannedGroup[];
}

/** Steps inside a step. */
export interface PlannedGroup extends StepGroup {
  readonly planned: readonly PlannedStep[];
}

/** The steps and all that are inside them, each before what it holds. */
export function allSteps(steps: readonly PlannedStep[]): readonly PlannedStep[] {
  return steps.flatMap((step) => [step, ...step.groups.flatMap((group) => allSteps(group.planned))]);
}
