import { errorMessage } from "@pergola/core";
import { readNode } from "./read-node.ts";
import type { ResourceDefinition } from "./resource-definition.ts";
import type { ResourceLimits } from "./resource-limits.ts";
import type { ResourceGraph, ResourceNode } from "./resource-node.ts";
import type { ResourceProblem } from "./validation-result.ts";

export interface ReadDefinitions {
  /** What could be read; of several with one key, the first. */
  readonly graph: ResourceGraph;
  readonly problems: readonly ResourceProblem[];
}

/** Reads definitions once: later changes of the objects change nothing. Throws nothing, whatever it is given. */
export function readDefinitions(
  definitions: Iterable<ResourceDefinition>,
  limits: ResourceLimits,
): ReadDefinitions {
  const graph = new Map<string, ResourceNode>();
  const places = new Map<string, number[]>();
  const problems: ResourceProblem[] = [];
  const { list, problem } = readList(definitions);
  if (problem !== undefined) problems.push(problem);
  for (const [place, definition] of list.entries()) {
    const read = readSafely(definition, place, limits);
    problems.push(...read.problems);
    if (read.node === undefined) continue;
    const { key } = read.node;
    if (!graph.has(key)) graph.set(key, read.node);
    places.set(key, [...(places.get(key) ?? []), place]);
  }
  return { graph, problems: [...problems, ...duplicates(places)] };
}

function readList(definitions: Iterable<ResourceDefinition>): {
  readonly list: readonly ResourceDefinition[];
  readonly problem?: ResourceProblem;
} {
  try {
    return { list: [...definitions] };
  } catch (thrown) {
    const message = `The definitions cannot be read: ${errorMessage(thrown)}; expected a list.`;
    return {
      list: [],
      problem: { path: [], message, hint: "Give a list: [defineResource({ key, create })]." },
    };
  }
}

function readSafely(definition: ResourceDefinition, place: number, limits: ResourceLimits) {
  try {
    return readNode(definition, place, limits);
  } catch (thrown) {
    const problem: ResourceProblem = {
      path: [place],
      message: `The definition cannot be read: ${errorMessage(thrown)}.`,
      hint: "Give a plain object: its getters must not throw.",
    };
    return { node: undefined, problems: [problem] };
  }
}

function duplicates(places: ReadonlyMap<string, readonly number[]>): ResourceProblem[] {
  return [...places]
    .filter(([, at]) => at.length > 1)
    .map(([key, at]) => ({
      path: [key],
      message: `${at.length} resources have the key "${key}" (places ${at.map((place) => place + 1).join(", ")}).`,
      hint: "Keep one of them, or give each a key of its own.",
      chain: [key],
    }));
}
