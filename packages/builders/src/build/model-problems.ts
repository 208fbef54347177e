import type { AgentConfigProblem } from "@pergola/config";
import type { LlmResource, ModelParameters } from "@pergola/resources";
import { modelsOf } from "./models-of.ts";
import { allSteps, type PlannedStep } from "./planned-step.ts";

interface Models {
  readonly llm: LlmResource;
  /** Whether the agent's own model is looked at although no step calls it: one that would may be broken itself. */
  readonly isOwnMeant: boolean;
}

/** What is wrong with the models of the steps and with the parameters that the steps set for them. */
export async function modelProblems(
  steps: readonly PlannedStep[],
  { llm, isOwnMeant }: Models,
): Promise<readonly AgentConfigProblem[]> {
  const called = modelsOf(steps);
  const isOwnLeft = isOwnMeant && !called.includes(undefined);
  await Promise.all([...called, ...(isOwnLeft ? [undefined] : [])].map((model) => llm.prepare(model)));
  const own = isOwnLeft ? under(["llm"], llm.validate()) : [];
  const ofSteps = allSteps(steps).flatMap(({ path, needs: { model }, config }) => {
    if (model === undefined) return [];
    const reference = model === true ? undefined : model;
    const place = model === true ? ["llm"] : [...path, "model"];
    return [
      ...under(place, llm.validate(reference)),
      ...under(path, llm.validateParameters(parametersOf(config), reference)),
    ];
  });
  return [...own, ...ofSteps];
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
