import { isPergolaError } from "@pergola/core";
import { resourceErrors } from "../errors.ts";
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
    if (!isPergolaError(error, "PROVIDER_NOT_FOUND")) throw error;
    return [{ path: ["provider"], message: error.message, hint: error.hint }];
  }
}

/** @throws PROVIDER_CONFIG_INVALID with every defect in its message and its details */
export function assertValidConfig(resolved: ResolvedReference, env: ProviderContext["env"]): void {
  const problems = configProblems(resolved, env);
  if (problems.length === 0) return;
  throw resourceErrors.create("PROVIDER_CONFIG_INVALID", {
    message: `The config of ${resolved.id} has ${problems.length} defect(s): ${problems.map(line).join(" ")}`,
    hint:
      problems.find((problem) => problem.hint !== undefined)?.hint ?? "Mend the config at the named paths.",
    details: { model: resolved.id, problems },
  });
}

function configProblems(resolved: ResolvedReference, env: ProviderContext["env"]): readonly ConfigProblem[] {
  if (resolved.kind === "ready") return [];
  const { factory, config } = resolved;
  const parsed = factory.configSchema.safeParse(config);
  if (parsed.success) return factory.validateConfig?.(config, { env }) ?? [];
  return parsed.error.issues.map((issue) => ({ path: issue.path.map(pathPart), message: issue.message }));
}

const pathPart = (part: PropertyKey) => (typeof part === "symbol" ? String(part) : part);

const line = ({ path, message }: ConfigProblem) =>
  `${path.length === 0 ? "config" : path.join(".")}: ${message}`;
