import type { GraphDescription, GraphEdge, GraphNode } from "@pergola/core";
import type { ResourceGraph } from "./resource-node.ts";
import type { ResourceState } from "./resource-state.ts";

/** Resources as a graph: an edge leads from one to what it needs. What is needed and missing is there too. */
export function describeResources(
  name: string,
  graph: ResourceGraph,
  stateOf: (key: string) => ResourceState["state"],
): GraphDescription {
  const nodes = [...graph.values()];
  const edges = nodes.flatMap(({ key, dependencies }) =>
    dependencies.map(
      (dependency): GraphEdge => ({
        from: key,
        to: dependency.key,
        ...(dependency.isOptional && { label: "optional", isConditional: true }),
      }),
    ),
  );
  const missing = new Set(edges.map(({ to }) => to).filter((key) => !graph.has(key)));
  const known = nodes.map(
    ({ key, category, version }): GraphNode => ({
      id: key,
      label: key,
      kind: category,
      metadata: { state: stateOf(key), ...(version !== undefined && { version }) },
    }),
  );
  const unknown = [...missing].map((key): GraphNode => ({ id: key, label: key, kind: "missing" }));
  return { name, kind: "resources", nodes: [...known, ...unknown], edges };
}
