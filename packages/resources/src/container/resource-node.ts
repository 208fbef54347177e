import type { ResourceDefinition } from "./resource-definition.ts";

/** A dependency with everything said. */
export interface NodeDependency {
  readonly key: string;
  readonly isOptional: boolean;
  readonly category: string | undefined;
  readonly version: string | undefined;
}

/** A definition that was read: what it said when the container was made, with everything filled in. */
export interface ResourceNode {
  readonly key: string;
  readonly category: string;
  readonly version: string | undefined;
  readonly dependencies: readonly NodeDependency[];
  readonly startTimeoutMs: number;
  readonly closeTimeoutMs: number;
  readonly isOwned: boolean;
  readonly definition: ResourceDefinition;
}

/** Nodes by key, in order of definition. */
export type ResourceGraph = ReadonlyMap<string, ResourceNode>;

/** The dependencies that exist. */
export function knownDependencies(graph: ResourceGraph, { dependencies }: ResourceNode): ResourceNode[] {
  return dependencies.flatMap(({ key }) => graph.get(key) ?? []);
}
