import { knownDependencies, type ResourceGraph } from "./resource-node.ts";
import { shortestPath } from "./shortest-path.ts";

/** For each resource, those that need it, in order of definition. */
export function dependentsOf(graph: ResourceGraph): ReadonlyMap<string, readonly string[]> {
  const dependents = new Map<string, string[]>([...graph.keys()].map((key) => [key, []]));
  for (const node of graph.values()) {
    for (const { key } of knownDependencies(graph, node)) dependents.get(key)?.push(node.key);
  }
  return dependents;
}

/**
 * Why a resource is there: the shortest way down to it from one that nobody needs, for example
 * `["rag", "memory", "database"]`. Just its own key where there is no such way.
 */
export function chainTo(key: string, dependents: ReadonlyMap<string, readonly string[]>): readonly string[] {
  const up = (each: string) => dependents.get(each) ?? [];
  const path = shortestPath(key, up, (each) => up(each).length === 0);
  return path === undefined ? [key] : [...path].reverse();
}

/** A chain in one line. */
export const chainText = (chain: readonly string[]): string => chain.join(" → ");
