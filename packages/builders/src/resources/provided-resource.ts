import {
  createFromProvider,
  type ProviderCategory,
  type ProviderFactory,
  providerConfigProblems,
} from "@pergola/resources";
import { problemOf } from "../build/problem-of.ts";
import {
  type DefinedResource,
  type DefineOptions,
  made,
  type Path,
  refused,
  snapshot,
} from "./defined-resource.ts";

/** A resource that a provider makes. */
export interface WantedResource {
  readonly key: string;
  readonly category: string;
  /** Its name, or the provider itself. */
  readonly provider: string | ProviderFactory;
  readonly config: Readonly<Record<string, unknown>>;
}

/** Finds the provider and checks the config. @param paths where the definition has the provider's name and its config */
export async function providedResource(
  { key, category, provider, config }: WantedResource,
  paths: { readonly name: Path; readonly config: Path },
  { providers, env }: DefineOptions,
): Promise<DefinedResource> {
  // Any text may be a category: what is none has no providers.
  const known = category as ProviderCategory;
  if (typeof provider === "string") {
    await providers.find(known, provider).catch(() => undefined);
    const missing = problemOf(paths.name, () => providers.get(known, provider));
    if (missing.length > 0) return refused(missing);
  }
  const factory = typeof provider === "string" ? providers.get(known, provider) : provider;
  const problems = providerConfigProblems(factory, config, { env });
  if (problems.length > 0)
    return refused(problems.map((each) => ({ ...each, path: [...paths.config, ...each.path] })));
  const { resource } = made(
    { key, category, create: (_needed, context) => createFromProvider(factory, config, context) },
    factory,
    config,
    snapshot(env),
  );
  return { problems: [], ...(resource && { resource: { ...resource, provider: factory.name } }) };
}
