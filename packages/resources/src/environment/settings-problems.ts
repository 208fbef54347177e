import { redactText } from "@pergola/core";
import { askProvider } from "../ask-provider.ts";
import type { ConfigProblem, ProviderContext, ProviderFactory } from "../provider-factory.ts";
import { schemaProblems } from "../schema-problems.ts";
import { holdConfigSecrets } from "../secrets/hold-config-secrets.ts";
import { configKeys, type ProviderSettings } from "./provider-environment.ts";
import { providerVariable } from "./provider-variable.ts";

type Env = Pick<ProviderContext, "env">;

/**
 * Everything wrong with what a provider is given that can be told without network: what it says itself, then what its
 * schema says of other places. A value that comes from a variable is told with its name, a missing one with the variable
 * that is read.
 */
export function settingsProblems(
  factory: ProviderFactory,
  settings: ProviderSettings,
  { env }: Env,
): readonly ConfigProblem[] {
  const { config } = settings;
  holdConfigSecrets(factory, config, { env });
  const ofProvider = askProvider(
    factory,
    "validateConfig",
    () => factory.validateConfig?.(config, { env }) ?? [],
  );
  const isTold = ({ path }: ConfigProblem) => ofProvider.some((told) => samePlace(told.path, path));
  const ofSchema = askProvider(factory, "configSchema", () =>
    schemaProblems(factory.configSchema, config),
  ).filter((problem) => !isTold(problem));
  return [...ofProvider, ...ofSchema].map((problem) =>
    withoutSecrets(withVariable(problem, factory, settings)),
  );
}

/** A provider of somebody else may say again what it was given. */
function withoutSecrets({ path, message, hint }: ConfigProblem): ConfigProblem {
  return { path, message: redactText(message), ...(hint !== undefined && { hint: redactText(hint) }) };
}

function samePlace(one: ConfigProblem["path"], other: ConfigProblem["path"]): boolean {
  return one.length === other.length && one.every((part, index) => part === other[index]);
}

function withVariable(
  problem: ConfigProblem,
  factory: ProviderFactory,
  { config, variables }: ProviderSettings,
): ConfigProblem {
  const [key, ...inner] = problem.path;
  if (typeof key !== "string") return problem;
  const variable = variables.get(key);
  if (variable !== undefined)
    return { ...problem, message: `The environment variable ${variable} is wrong: ${problem.message}` };
  const value = (config as Readonly<Record<string, unknown>> | undefined)?.[key];
  if (value !== undefined || inner.length > 0 || !configKeys(factory).has(key)) return problem;
  const hint = `The environment variable ${providerVariable(factory, key)} is read too.`;
  return { ...problem, hint: problem.hint === undefined ? hint : `${problem.hint} ${hint}` };
}
