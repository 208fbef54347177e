import { knownDependencies, type ResourceGraph } from "./resource-node.ts";
import { shortestPath } from "./shortest-path.ts";
import { startOrder } from "./start-order.ts";

/**
 * Cycles of dependencies, each as `["a", "b", "a"]`: the shortest one for every resource that is in a cycle and in none
 * of those that were found before it.
 */
export function findCycles(graph: ResourceGraph): readonly (readonly string[])[] {
  const suspects = withoutFreeOnes(graph);
  const nextOf = (key: string) => (suspects.get(key) ?? []).filter((next) => suspects.has(next));
  const covered = new Set<string>();
  const cycles: (readonly string[])[] = [];
  for (const key of graph.keys()) {
    if (!suspects.has(key) || covered.has(key)) continue;
    const cycle = shortestPath(key, nextOf, (next) => next === key);
    if (cycle === undefined) continue;
    for (const each of cycle) covered.add(each);
    cycles.push(cycle);
  }
  return cycles;
}

/** What cannot be started, with what it needs: it is in a cycle, or needs something that is. */
function withoutFreeOnes(graph: ResourceGraph): ReadonlyMap<string, readonly string[]> {
  const free = new Set<string>();
  const suspects = new Map<string, readonly string[]>();
  for (const node of startOrder(graph)) {
    const needs = knownDependencies(graph, node).map(({ key }) => key);
    if (needs.every((key) => free.has(key))) free.add(node.key);
    else suspects.set(node.key, needs);
  }
  return suspects;
}
