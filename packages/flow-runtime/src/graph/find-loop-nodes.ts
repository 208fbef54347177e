import type { AnyNode } from "../flow-node.ts";
import type { PlannedEdge } from "./plan-graph.ts";

/** The nodes on a way round: those that a back edge leads to and that lead to its beginning. */
export function findLoopNodes(
  nodes: readonly AnyNode[],
  edges: readonly PlannedEdge[],
): ReadonlySet<AnyNode> {
  const forward = new Map(nodes.map((node): [AnyNode, AnyNode[]] => [node, []]));
  const backward = new Map(nodes.map((node): [AnyNode, AnyNode[]] => [node, []]));
  for (const { from, to } of edges) {
    forward.get(from)?.push(to);
    backward.get(to)?.push(from);
  }
  const found = new Set<AnyNode>();
  for (const { from, to, isBack } of edges) {
    if (!isBack) continue;
    const before = reach(from, backward);
    for (const node of reach(to, forward)) if (before.has(node)) found.add(node);
  }
  return found;
}

function reach(start: AnyNode, next: ReadonlyMap<AnyNode, readonly AnyNode[]>): Set<AnyNode> {
  const reached = new Set([start]);
  for (const node of reached) for (const each of next.get(node) ?? []) reached.add(each);
  return reached;
}
