import { nearestName } from "@pergola/core";
import { resourceErrors } from "./errors.ts";

/** What to install for the project's own providers, so that a hint can name it. */
const OWN_PACKAGES: ReadonlyMap<string, ReadonlyMap<string, string>> = new Map([
  [
    "llm",
    new Map([
      ["openai", "@pergola/llm-openai"],
      ["openrouter", "@pergola/llm-openai"],
      ["offline", "@pergola/llm-offline"],
    ]),
  ],
  ["memory", new Map([["duckdb", "@pergola/memory-duckdb"]])],
]);

/** What there is besides the provider that nobody has. */
export interface KnownProviders {
  /** Names of those that were given or found. */
  readonly existing: readonly string[];
  /** Whether installed packages are looked through, so that the name is enough. */
  readonly isSearched: boolean;
  /** Further names, and what to install for each. */
  readonly installable?: ReadonlyMap<string, string>;
}

/** A name that is taken. */
export function providerDuplicate(category: string, name: string) {
  return resourceErrors.create("PROVIDER_DUPLICATE", {
    message: `Two ${category} providers are named "${name}"; expected each name once.`,
    hint: "Give each provider once, or register it with { override: true } to replace the first.",
    details: { category, name },
  });
}

/** Says what was probably meant, what to install, and what there is. */
export function providerNotFound(category: string, name: string, known: KnownProviders) {
  const { existing, isSearched, installable = new Map() } = known;
  const packages = new Map([...(OWN_PACKAGES.get(category) ?? []), ...installable]);
  const meant = packages.has(name) ? name : nearestName(name, [...existing, ...packages.keys()]);
  const install = meant === undefined || existing.includes(meant) ? undefined : packages.get(meant);
  return resourceErrors.create("PROVIDER_NOT_FOUND", {
    message:
      isSearched && packages.has(name)
        ? `The ${category} provider "${name}" is not installed.`
        : `No ${category} provider is named "${name}".`,
    hint: (meant === undefined
      ? [inventory(category, existing), ...offers(category, packages, known)]
      : [
          ...(meant === name ? [] : [`Did you mean "${meant}"?`]),
          ...(install === undefined ? [] : [installation(meant, install, isSearched)]),
          ...(existing.length === 0 ? [] : [inventory(category, existing)]),
        ]
    ).join(" "),
    details: { category, name, existing },
  });
}

/** For a name that looks like none that is known. */
function offers(
  category: string,
  packages: ReadonlyMap<string, string>,
  { existing, isSearched }: KnownProviders,
): readonly string[] {
  const names = [...packages.keys()]
    .filter((name) => !existing.includes(name))
    .sort()
    .join(", ");
  return [
    ...(names === "" ? [] : [`These could be installed: ${names}.`]),
    ...(category === "llm" ? ['A model stands behind its provider: "openai:gpt-5-mini".'] : []),
    `For another one, install its package ${isSearched ? "or" : "and"} give it with .withProvider(…).`,
  ];
}

/** Whoever looks through installed packages needs no further step. */
function installation(name: string, install: string, isSearched: boolean): string {
  const run = `Run: npm install ${install}`;
  return isSearched ? `${run}.` : `${run}, then give it: .withProvider(${name}()).`;
}

function inventory(category: string, existing: readonly string[]): string {
  const names = [...new Set(existing)].sort();
  return names.length === 0 ? `There is no ${category} provider yet.` : `There are: ${names.join(", ")}.`;
}
