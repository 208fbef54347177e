import { nearestName } from "@pergola/core";
import { resourceErrors } from "./errors.ts";

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

/** A name that is taken. */
export function providerDuplicate(category: string, name: string) {
  return resourceErrors.create("PROVIDER_DUPLICATE", {
    message: `Two ${category} providers are named "${name}"; expected each name once.`,
    hint: "Give each provider once, or register it with { override: true } to replace the first.",
    details: { category, name },
  });
}

/** Says what exists, what was probably meant, and what to install and call. */
export function providerNotFound(category: string, name: string, existing: readonly string[]) {
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
