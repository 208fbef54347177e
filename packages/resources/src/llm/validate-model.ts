import { toErrorData } from "@pergola/core";
import { settingsProblems } from "../environment/settings-problems.ts";
import { invalidProviderConfig } from "../invalid-provider-config.ts";
import type { ConfigProblem, ProviderContext } from "../provider-factory.ts";
import type { ResolvedReference } from "./resolve-reference.ts";

/** Everything wrong with a reference that can be told without network. */
export function problemsOf(
  resolve: () => ResolvedReference,
  env: ProviderContext["env"],
): readonly ConfigProblem[] {
  try {
    return configProblems(resolve(), env);
  } catch (error) {
    // Nobody has it, or who has it cannot load it.
    const { message, hint } = toErrorData(error);
    return [{ path: ["provider"], message, ...(hint !== undefined && { hint }) }];
  }
}

/** @throws PROVIDER_CONFIG_INVALID with every defect in its message and its details */
export function assertValidConfig(resolved: ResolvedReference, env: ProviderContext["env"]): void {
  const problems = configProblems(resolved, env);
  if (problems.length > 0) throw invalidProviderConfig(resolved.id, problems, { model: resolved.id });
}

function configProblems(resolved: ResolvedReference, env: ProviderContext["env"]): readonly ConfigProblem[] {
  return resolved.kind === "ready" ? [] : settingsProblems(resolved.factory, resolved, { env });
}
