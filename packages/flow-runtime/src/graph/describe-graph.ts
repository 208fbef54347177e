import type { GraphDescription, GraphEdge, GraphNode } from "@pergola/core";
import type { AnyNode } from "../flow-node.ts";
import type { GraphPlan } from "./plan-graph.ts";

const START = "__start__";
const END = "__end__";

/** A flow as data, for whoever draws it. */
export function describeGraph({ name, nodes, edges, ingress, egress }: GraphPlan): GraphDescription {
  return {
    name,
    kind: "flow",
    nodes: [
      { id: START, label: "in", kind: "start" },
      ...nodes.map(describeNode),
      { id: END, label: "out", kind: "end" },
    ],
    edges: [
      ...ingress.map((node): GraphEdge => ({ from: START, to: node.name })),
      ...edges.map(({ from, to, isBack }): GraphEdge => {
        const { kind } = from.definition;
        const isConditional = isBack || kind === "router";
        return {
          from: from.name,
          to: to.name,
          ...(isConditional && { isConditional }),
          ...(isBack && { label: "again" }),
        };
      }),
      ...egress.map((node): GraphEdge => ({ from: node.name, to: END })),
    ],
  };
}

function describeNode({ name, definition }: AnyNode): GraphNode {
  const { kind, description, policy } = definition;
  const { retryIf: _retryIf, ...plain } = policy;
  return { id: name, label: description ?? name, kind, metadata: { policy: plain } };
}
