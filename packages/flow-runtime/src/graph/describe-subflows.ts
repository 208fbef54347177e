import type { GraphDescription, GraphEdge, GraphNode } from "@pergola/core";
import type { AnyNode } from "../flow-node.ts";

interface Part {
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
}

/** The flows that a node says it calls, each as a cluster of its nodes, with ids below the node's. */
export function describeSubflows({ name, definition }: AnyNode): Part {
  const parts = Object.entries(definition.subflows ?? {}).map(([key, subflow]) => {
    const id = `${name}/${key}`;
    return isDescribable(subflow)
      ? describeCluster(name, { id, label: key }, subflow.describe())
      : describeCall(name, id, key);
  });
  return { nodes: parts.flatMap((part) => part.nodes), edges: parts.flatMap((part) => part.edges) };
}

const isDescribable = (value: object): value is { describe(): GraphDescription } =>
  "describe" in value && typeof value.describe === "function";

function describeCall(caller: string, id: string, label: string): Part {
  return { nodes: [{ id, label, kind: "subflow" }], edges: [call(caller, id)] };
}

function describeCluster(
  caller: string,
  { id, label }: Pick<GraphNode, "id" | "label">,
  { nodes, edges }: GraphDescription,
): Part {
  const ends = new Set(nodes.filter(({ kind }) => kind === "start" || kind === "end").map((node) => node.id));
  const inner = (each: string) => `${id}/${each}`;
  const entries = edges.filter(({ from, to }) => ends.has(from) && !ends.has(to));
  return {
    nodes: [
      { id, label, kind: "subflow" },
      ...nodes
        .filter((node) => !ends.has(node.id))
        .map((node) => ({
          ...node,
          id: inner(node.id),
          parentId: node.parentId === undefined ? id : inner(node.parentId),
        })),
    ],
    edges: [
      ...entries.map(({ to }) => call(caller, inner(to))),
      ...edges
        .filter(({ from, to }) => !ends.has(from) && !ends.has(to))
        .map((edge) => ({ ...edge, from: inner(edge.from), to: inner(edge.to) })),
    ],
  };
}

const call = (from: string, to: string): GraphEdge => ({ from, to, label: "calls", isConditional: true });
