import type { GraphDescription, GraphEdge, GraphNode } from "@pergola/core";
import type { AnyNode } from "../flow-node.ts";
import { resolvePolicy } from "../node-policy.ts";
import { describeSubflows } from "./describe-subflows.ts";
import { findLoopNodes } from "./find-loop-nodes.ts";
import type { GraphPlan, PlannedEdge } from "./plan-graph.ts";

const DEFAULT_POLICY: Readonly<Record<string, unknown>> = { ...resolvePolicy("any") };

/** A flow as data, for whoever draws it. Policies are told where they differ from the default. */
export function describeGraph({ name, nodes, edges, ingress, egress }: GraphPlan): GraphDescription {
  const names = new Set(nodes.map((node) => node.name));
  const [start, end] = [freeId("__start__", names), freeId("__end__", names)];
  const inLoop = findLoopNodes(nodes, edges);
  const subflows = nodes.map(describeSubflows);
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

function describeNode({ name, definition }: AnyNode, isInLoop: boolean): GraphNode {
  const { kind, description, policy, queueSize } = definition;
  const own = Object.entries(policy)
    .filter(([key, value]) => value !== DEFAULT_POLICY[key])
    // A function is no data: that there is one is all that can be told.
    .map(([key, value]) => [key, typeof value === "function" ? true : value]);
  const metadata = {
    ...(own.length > 0 && { policy: Object.fromEntries(own) }),
    ...(queueSize !== undefined && { queueSize }),
    ...(isInLoop && { isInLoop }),
  };
  const isPlain = Object.keys(metadata).length === 0;
  return { id: name, label: description ?? name, kind, ...(!isPlain && { metadata }) };
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
