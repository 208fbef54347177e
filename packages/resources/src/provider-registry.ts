import { nearestName } from "@pergola/core";
import { resourceErrors } from "./errors.ts";
import type { ProviderCategory, ProviderFactory } from "./provider-factory.ts";

/** The providers that an agent was given, by category and name. */
export interface ProviderRegistry {
  /** @throws PROVIDER_DUPLICATE when the name is taken and `override` is not set */
  register(factory: ProviderFactory, options?: { readonly override?: boolean }): void;
  /** @throws PROVIDER_NOT_FOUND saying what exists, what was probably meant, and what to install and call */
  get<Category extends ProviderCategory>(category: Category, name: string): ProviderFactory<Category>;
  /** In order of registration; of one category, or all. */
  list<Category extends ProviderCategory>(category: Category): readonly ProviderFactory<Category>[];
  list(): readonly ProviderFactory[];
}

/** Packages of the project's own providers, so that a hint can name what to install. */
const KNOWN_PACKAGES: ReadonlyMap<string, ReadonlyMap<string, string>> = new Map([
  [
    "llm",
    new Map([
      ["openai", "@pergola/llm-openai"],
      ["offline", "@pergola/llm-offline"],
      ["ollama", "@pergola/llm-ollama"],
    ]),
  ],
  ["memory", new Map([["duckdb", "@pergola/memory-duckdb"]])],
]);

const NONE: ReadonlyMap<string, string> = new Map();

/** @param factories registered in order. @throws PROVIDER_DUPLICATE */
export function createProviderRegistry(factories: Iterable<ProviderFactory> = []): ProviderRegistry {
  const categories = new Map<string, Map<string, ProviderFactory>>();
  const registry = {
    register(factory: ProviderFactory, options: { readonly override?: boolean } = {}) {
      const { category, name } = factory;
      const named = categories.get(category) ?? new Map<string, ProviderFactory>();
      if (named.has(name) && options.override !== true) throw duplicate(category, name);
      categories.set(category, named.set(name, factory));
    },
    get(category: ProviderCategory, name: string) {
      const named = categories.get(category);
      const factory = named?.get(name);
      if (factory === undefined) throw notFound(category, name, [...(named?.keys() ?? [])]);
      return factory;
    },
    list(category?: ProviderCategory) {
      if (category !== undefined) return [...(categories.get(category)?.values() ?? [])];
      return [...categories.values()].flatMap((named) => [...named.values()]);
    },
  };
  for (const factory of factories) registry.register(factory);
  // The map of a category only holds factories of that category, which the compiler cannot see.
  return registry as ProviderRegistry;
}

function duplicate(category: string, name: string) {
  return resourceErrors.create("PROVIDER_DUPLICATE", {
    message: `Two ${category} providers are named "${name}"; expected each name once.`,
    hint: "Give each provider once, or register it with { override: true } to replace the first.",
    details: { category, name },
  });
}

function notFound(category: string, name: string, existing: readonly string[]) {
  return resourceErrors.create("PROVIDER_NOT_FOUND", {
    message: `No ${category} provider is named "${name}".`,
    hint: `${spelling(category, name, existing)} ${installation(category, name, existing)}`,
    details: { category, name, existing },
  });
}

function spelling(category: string, name: string, existing: readonly string[]): string {
  const known = [...(KNOWN_PACKAGES.get(category) ?? NONE).keys()];
  const nearest = known.includes(name) ? undefined : nearestName(name, [...existing, ...known]);
  const question = nearest === undefined ? "" : `Did you mean "${nearest}"? `;
  return `${question}${existing.length === 0 ? `No ${category} provider was given yet.` : `Given: ${[...existing].sort().join(", ")}.`}`;
}

function installation(category: string, name: string, existing: readonly string[]): string {
  const packages = KNOWN_PACKAGES.get(category) ?? NONE;
  const wanted = packages.has(name) ? name : nearestName(name, [...packages.keys()]);
  const packageName = wanted === undefined || existing.includes(wanted) ? undefined : packages.get(wanted);
  if (packageName === undefined)
    return "Otherwise install its provider package and add it with withProvider().";
  return `To add it: npm install ${packageName}, then .withProvider(${wanted}()).`;
}
