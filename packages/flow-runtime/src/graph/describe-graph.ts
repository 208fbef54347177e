import type { GraphDescription, GraphEdge } from "@pergola/core";
import { describeNode } from "./describe-node.ts";
import { describeSubflows } from "./describe-subflows.ts";
import { findLoopNodes } from "./find-loop-nodes.ts";
import type { GraphPlan, PlannedEdge } from "./plan-graph.ts";

/** A flow as data, for whoever draws it. Policies are told where they differ from the default. */
export function describeGraph({ name, nodes, edges, ingress, egress }: GraphPlan): GraphDescription {
  const names = new Set(nodes.map((node) => node.name));
  const [start, end] = [freeId("__start__", names), freeId("__end__", names)];
  const inLoop = findLoopNodes(nodes, edges);
  const taken = new Set([...names, start, end]);
  const subflows = nodes.map((node) => describeSubflows(node, taken));
  return {
    name,
    kind: "flow",
    nodes: [
      { id: start, label: "in", kind: "start" },
      ...nodes.map((node) => describeNode(node, inLoop.has(node))),
      ...subflows.flatMap((each) => each.nodes),
      { id: end, label: "out", kind: "end" },
    ],
    edges: [
      ...ingress.map((node): GraphEdge => ({ from: start, to: node.name })),
      ...edges.map(describeEdge),
      ...subflows.flatMap((each) => each.edges),
      ...egress.map((node): GraphEdge => ({ from: node.name, to: end })),
    ],
  };
}

/** A router's edge says when it is taken, a plain one that closes a loop that it goes round again. */
function describeEdge({ from, to, isBack }: PlannedEdge): GraphEdge {
  const edge = { from: from.name, to: to.name };
  const { kind, edgeLabels } = from.definition;
  if (kind === "router") return { ...edge, isConditional: true, label: edgeLabels?.[to.name] ?? to.name };
  return isBack ? { ...edge, isConditional: true, label: "again" } : edge;
}

function freeId(id: string, taken: ReadonlySet<string>): string {
  return taken.has(id) ? freeId(`${id}_`, taken) : id;
}
