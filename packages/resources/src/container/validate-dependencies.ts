import { nearestName, suggest } from "@pergola/core";
import { askAuthor } from "./ask-author.ts";
import { isCompatible } from "./compatible-version.ts";
import { findCycles } from "./find-cycles.ts";
import { chainText, chainTo, dependentsOf } from "./resource-chain.ts";
import type { ResourceLookup } from "./resource-definition.ts";
import type { NodeDependency, ResourceGraph, ResourceNode } from "./resource-node.ts";
import { mergeResults, type ResourceProblem, type ValidationResult } from "./validation-result.ts";

interface Place {
  readonly graph: ResourceGraph;
  readonly path: ResourceProblem["path"];
  readonly owner: ResourceNode;
  /** From a resource that nobody needs down to the dependency. Looked for only where something is wrong: it costs a search. */
  chain(): readonly string[];
}

/** The second phase: what the resources say about each other. */
export function validateDependencies(
  graph: ResourceGraph,
  requiredKeys: readonly string[],
): ValidationResult {
  const dependents = dependentsOf(graph);
  const found = [...graph.values()].flatMap((owner) =>
    owner.dependencies.map((dependency, place) =>
      dependencyResult(dependency, {
        graph,
        owner,
        path: [owner.key, "dependencies", place],
        chain: () => [...chainTo(owner.key, dependents), dependency.key],
      }),
    ),
  );
  const lookup = createLookup(graph);
  const ofAuthors = [...graph.values()].map(({ key, definition }) =>
    askAuthor(key, "validateDependencies", () => definition.validateDependencies?.(lookup)),
  );
  const errors = [...requiredProblems(graph, requiredKeys), ...findCycles(graph).map(cycleProblem)];
  return mergeResults([{ errors }, ...found, ...ofAuthors]);
}

function dependencyResult(dependency: NodeDependency, place: Place): Partial<ValidationResult> {
  const needed = place.graph.get(dependency.key);
  if (needed !== undefined)
    return {
      errors: [...categoryProblems(dependency, needed, place), ...versionProblems(dependency, needed, place)],
    };
  if (!dependency.isOptional) return { errors: [missing(dependency, place)] };
  return nearestName(dependency.key, [...place.graph.keys()]) === undefined
    ? {}
    : { warnings: [missing(dependency, place)] };
}

function missing(
  { key, isOptional }: NodeDependency,
  { graph, path, owner, ...place }: Place,
): ResourceProblem {
  const chain = place.chain();
  const need = isOptional ? "can use" : "needs";
  return {
    path,
    message: `"${owner.key}" ${need} "${key}", and there is no such resource (${chainText(chain)}).`,
    hint: suggest(key, graph.keys()),
    chain,
  };
}

function categoryProblems(
  { category, key }: NodeDependency,
  needed: ResourceNode,
  { path, owner, chain }: Place,
) {
  if (category === undefined || category === needed.category) return [];
  return [
    {
      path: [...path, "category"],
      message: `"${owner.key}" needs a resource of category "${category}"; "${key}" is of category "${needed.category}".`,
      hint: `Name a resource of category "${category}".`,
      chain: chain(),
    },
  ];
}

function versionProblems(
  { version, key }: NodeDependency,
  needed: ResourceNode,
  { path, owner, chain }: Place,
) {
  if (version === undefined || isCompatible(needed.version ?? "", version)) return [];
  return [
    {
      path: [...path, "version"],
      message: `"${owner.key}" needs version ${version} of "${key}"; it ${needed.version === undefined ? "does not say its version" : `is version ${needed.version}`}.`,
      hint: `Use a "${key}" that is compatible with version ${version}, or another "${owner.key}".`,
      chain: chain(),
    },
  ];
}

function cycleProblem(chain: readonly string[]): ResourceProblem {
  const [key = ""] = chain;
  return {
    path: [key, "dependencies"],
    message: `The resources need each other in a cycle: ${chainText(chain)}.`,
    hint: "Take one of these dependencies away, or move what both need into a resource of its own.",
    chain,
  };
}

function requiredProblems(graph: ResourceGraph, requiredKeys: readonly string[]): ResourceProblem[] {
  return requiredKeys
    .filter((key) => !graph.has(key))
    .map((key) => ({
      path: [key],
      message: `There is no resource "${key}", and one is required.`,
      hint: `Define a resource with the key "${key}".`,
      chain: [key],
    }));
}

function createLookup(graph: ResourceGraph): ResourceLookup {
  return {
    keys: [...graph.keys()],
    has: (key) => graph.has(key),
    category: (key) => graph.get(key)?.category,
    version: (key) => graph.get(key)?.version,
  };
}
