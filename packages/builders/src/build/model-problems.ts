import type { AgentConfigProblem } from "@pergola/config";
import type { LlmResource, ModelParameters } from "@pergola/resources";
import { modelsOf } from "./models-of.ts";
import { allSteps, type PlannedStep } from "./planned-step.ts";

/** What is wrong with the models of the steps and with the parameters that the steps set for them. */
export async function modelProblems(
  steps: readonly PlannedStep[],
  llm: LlmResource,
): Promise<readonly AgentConfigProblem[]> {
  await Promise.all(modelsOf(steps).map((reference) => llm.prepare(reference)));
  return allSteps(steps).flatMap(({ path, needs: { model }, config }) => {
    if (model === undefined) return [];
    const reference = model === true ? undefined : model;
    const place = model === true ? ["llm"] : [...path, "model"];
    return [
      ...under(place, llm.validate(reference)),
      ...under(path, llm.validateParameters(parametersOf(config), reference)),
    ];
  });
}

const under = (place: AgentConfigProblem["path"], problems: readonly AgentConfigProblem[]) =>
  problems.map((problem) => ({ ...problem, path: [...place, ...problem.path] }));

/** The parameters that every step with a model may set. */
function parametersOf({ temperature, maxTokens }: Readonly<Record<string, unknown>>): ModelParameters {
  return {
    ...(temperature !== undefined && { temperature: temperature as number }),
    ...(maxTokens !== undefined && { maxTokens: maxTokens as number }),
  };
}
