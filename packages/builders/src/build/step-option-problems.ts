import { type AgentConfigProblem, COMMON_STEP_KEYS } from "@pergola/config";
import { suggest } from "@pergola/core";
import type { StepStrategy } from "@pergola/core-steps";
import { schemaProblems } from "@pergola/resources/definition";

/** What a step's schema has against a config. An unknown option may be meant as one that all steps have. */
export function stepOptionProblems(
  { configSchema }: StepStrategy<unknown>,
  config: unknown,
): readonly AgentConfigProblem[] {
  const { shape } = configSchema as { readonly shape?: object };
  return schemaProblems(configSchema, config).map((problem) => {
    const [key, ...inner] = problem.path;
    const isUnknown = inner.length === 0 && problem.message.startsWith("There is no option");
    if (!isUnknown || shape === undefined) return problem;
    return { ...problem, hint: suggest(String(key), new Set([...Object.keys(shape), ...COMMON_STEP_KEYS])) };
  });
}
