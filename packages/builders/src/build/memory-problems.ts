import { type AgentConfigProblem, fromZodIssues, type MemorySettings } from "@pergola/config";
import type { ProviderContext, ProviderFactory, ProviderRegistry } from "@pergola/resources";
import { problemOf } from "./problem-of.ts";

const PATH = ["memory", "config"] as const;

/** What is wrong with the memory of a definition, as far as it shows without opening it. */
export async function memoryProblems(
  { provider, config = {} }: MemorySettings,
  registry: ProviderRegistry,
  env: ProviderContext["env"],
): Promise<readonly AgentConfigProblem[]> {
  if (typeof provider !== "string") return isFactory(provider) ? configProblems(provider, config, env) : [];
  await registry.find("memory", provider).catch(() => undefined);
  const missing = problemOf(["memory", "provider"], () => registry.get("memory", provider));
  return missing.length > 0 ? missing : configProblems(registry.get("memory", provider), config, env);
}

/** A provider that checks configs itself knows its own defaults; for the others their schema speaks. */
function configProblems(
  { configSchema, validateConfig }: ProviderFactory,
  config: unknown,
  env: ProviderContext["env"],
): readonly AgentConfigProblem[] {
  if (validateConfig === undefined)
    return fromZodIssues(configSchema.safeParse(config).error?.issues ?? [], PATH);
  const found = validateConfig(config, { env });
  return found.map((problem) => ({ ...problem, path: [...PATH, ...problem.path] }));
}

function isFactory(provider: MemorySettings["provider"]): provider is ProviderFactory<"memory"> {
  return typeof provider === "object" && provider !== null && "create" in provider;
}
