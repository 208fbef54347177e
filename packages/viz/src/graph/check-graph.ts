import { type GraphDescription, type GraphNode, nearestName } from "@pergola/core";
import { vizErrors } from "../errors.ts";

/** @throws INVALID_GRAPH */
export function checkGraph({ name, nodes, edges }: GraphDescription): ReadonlyMap<string, GraphNode> {
  const byId = new Map<string, GraphNode>();
  for (const node of nodes) {
    if (typeof node?.id !== "string")
      throw invalid(name, "has a node without an id", "Give each node an id.");
    if (byId.has(node.id))
      throw invalid(name, `has two nodes with the id "${node.id}"`, "Give each node an id of its own.");
    byId.set(node.id, node);
  }
  for (const edge of edges) {
    for (const id of [edge.from, edge.to]) {
      if (!byId.has(id)) throw missing(name, `an edge "${edge.from}" → "${edge.to}"`, id, byId);
    }
  }
  for (const { id, parentId } of nodes) {
    if (parentId !== undefined && !byId.has(parentId))
      throw missing(name, `the node "${id}" in "${parentId}"`, parentId, byId);
  }
  refuseCircles(name, nodes, byId);
  return byId;
}

function refuseCircles(
  name: string,
  nodes: readonly GraphNode[],
  byId: ReadonlyMap<string, GraphNode>,
): void {
  const isRooted = new Set<string>();
  for (const node of nodes) {
    const path = new Set<string>();
    for (let each: GraphNode | undefined = node; each !== undefined && !isRooted.has(each.id); ) {
      if (path.has(each.id))
        throw invalid(
          name,
          `has "${each.id}" inside itself`,
          "Follow its parentId: it has to end at a node without one.",
        );
      path.add(each.id);
      each = each.parentId === undefined ? undefined : byId.get(each.parentId);
    }
    for (const id of path) isRooted.add(id);
  }
}

function missing(name: string, what: string, id: string, byId: ReadonlyMap<string, GraphNode>) {
  const known = [...byId.keys()];
  const nearest = nearestName(String(id), known);
  const names = known.map((each) => `"${each}"`).join(", ");
  return invalid(
    name,
    `has ${what}, but no node "${id}"`,
    `${nearest === undefined ? "" : `Did you mean "${nearest}"? `}Its nodes: ${names === "" ? "none" : names}.`,
  );
}

function invalid(name: string, what: string, hint: string) {
  return vizErrors.create("INVALID_GRAPH", {
    message: `The graph "${name}" ${what}.`,
    hint,
    details: { graph: name },
  });
}
