import type { GraphDescription } from "@pergola/core";

type Nodes = Pick<GraphDescription, "nodes">;

/** The nodes that others are in. */
export function groupsOf({ nodes }: Nodes): ReadonlySet<string> {
  return new Set(nodes.flatMap(({ parentId }) => (parentId === undefined ? [] : [parentId])));
}

/** The nodes that work: no beginning, no end, no group. */
export function workersOf({ nodes }: Nodes): GraphDescription["nodes"] {
  const groups = groupsOf({ nodes });
  return nodes.filter(({ id, kind }) => kind !== "start" && kind !== "end" && !groups.has(id));
}
