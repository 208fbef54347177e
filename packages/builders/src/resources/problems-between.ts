import type { AgentConfigProblem } from "@pergola/config";
import { createResourceContainer, type ProviderContext, type ResourceDefinition } from "@pergola/resources";
import { isResourceKey } from "@pergola/resources/definition";

/**
 * What is wrong between the resources of an agent: what is missing, cycles, categories and versions that do not fit.
 *
 * @param broken keys of those that have defects of their own: they are there, and nothing else is known of them
 */
export function problemsBetween(
  definitions: readonly ResourceDefinition[],
  broken: readonly string[],
  env: ProviderContext["env"],
): readonly AgentConfigProblem[] {
  const keys = new Set(definitions.map(({ key }) => key));
  const standIns = [...new Set(broken)]
    .filter((key) => isResourceKey(key) && !keys.has(key))
    .map((key): ResourceDefinition => ({ key, create: () => ({}) }));
  const container = createResourceContainer([...definitions, ...standIns], { env });
  const { structure, dependencies } = container.validate();
  const isOfStandIn = (path: AgentConfigProblem["path"]) =>
    standIns.length > 0 && (path.at(-1) === "category" || path.at(-1) === "version");
  return [...structure.errors, ...dependencies.errors]
    .filter(({ path }) => !isOfStandIn(path))
    .map(({ path, message, hint }) => ({
      path: ["resources", ...path],
      message,
      ...(hint !== undefined && { hint }),
    }));
}
