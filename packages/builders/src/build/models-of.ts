import type { ModelReference } from "@pergola/resources";
import { allSteps, type PlannedStep } from "./planned-step.ts";

/** The models that the steps call, each once; undefined is the agent's own. */
export function modelsOf(steps: readonly PlannedStep[]): readonly (ModelReference | undefined)[] {
  const models = allSteps(steps).flatMap(({ needs: { model } }) =>
    model === undefined ? [] : [model === true ? undefined : model],
  );
  return [...new Set(models)];
}
