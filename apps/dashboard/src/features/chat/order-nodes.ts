import type { GraphDescription, GraphNode } from "@pergola/core";

/** The steps of an agent in the order of its edges, from the start; without start, end and inner nodes. */
export function orderNodes(graph: GraphDescription): readonly GraphNode[] {
  const byId = new Map(graph.nodes.map((node) => [node.id, node]));
  const targets = new Set(graph.edges.map((edge) => edge.to));
  const starts = graph.nodes.filter((node) => node.kind === "start");
  const roots = starts.length > 0 ? starts : graph.nodes.filter((node) => !targets.has(node.id));
  const queue = roots.map((node) => node.id);
  const seen = new Set<string>();
  for (let id = queue.shift(); id !== undefined; id = queue.shift()) {
    if (seen.has(id)) continue;
    seen.add(id);
    queue.push(...graph.edges.filter((edge) => edge.from === id).map((edge) => edge.to));
  }
  const ordered = [...seen, ...[...byId.keys()].filter((id) => !seen.has(id))];
  const steps = ordered.flatMap((id) => byId.get(id) ?? []).filter(isStep);
  return steps.filter(({ id }) => !steps.some((inner) => inner.id.startsWith(`${id}#`)));
}

/** What is inside another node is not shown, and neither is what others stand for: a workflow is its stages. */
function isStep(node: GraphNode): boolean {
  return node.kind !== "start" && node.kind !== "end" && node.parentId === undefined;
}
