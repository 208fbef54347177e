import { type Logger, nearestName } from "@pergola/core";
import type { ProviderContext, ProviderFactory } from "../provider-factory.ts";
import { configKeys, ProviderEnvironment } from "./provider-environment.ts";
import { providerPrefix, providerVariable } from "./provider-variable.ts";

/** More differences make another name, not a misspelt one. */
const MOST_EDITS = 2;

/**
 * Warns of variables that look as if they set something of these providers and set nothing: a key that a provider does
 * not have, a misspelt name. Variables for other providers are not ours to judge.
 */
export function warnOfUnknownVariables(
  providers: readonly ProviderFactory[],
  { env, logger }: Pick<ProviderContext, "env"> & { readonly logger: Logger },
): void {
  const { names } = new ProviderEnvironment(env);
  if (names.length === 0) return;
  const known = providers.flatMap((factory) => variablesOf(factory));
  for (const variable of names.filter((name) => !known.includes(name))) {
    const owner = providers.find((factory) => variable.startsWith(providerPrefix(factory)));
    const meant = nearestName(variable, known, MOST_EDITS) ?? (owner && nearestKey(variable, owner));
    if (owner === undefined && meant === undefined) continue;
    const guess = meant === undefined ? "" : ` Did you mean ${meant}?`;
    const list = owner === undefined ? "" : ` There are: ${variablesOf(owner).join(", ")}.`;
    logger.warn(`The environment variable ${variable} sets nothing.${guess}${list}`, { variable });
  }
}

function variablesOf(factory: ProviderFactory): readonly string[] {
  return [...configKeys(factory).keys()].map((key) => providerVariable(factory, key));
}

/** The variable of the provider whose key looks most like the one that it does not have. */
function nearestKey(variable: string, owner: ProviderFactory): string | undefined {
  const prefix = providerPrefix(owner);
  const keys = variablesOf(owner).map((name) => name.slice(prefix.length));
  const key = nearestName(variable.slice(prefix.length), keys);
  return key === undefined ? undefined : `${prefix}${key}`;
}
