import type { GraphDescription, GraphEdge, GraphNode } from "@pergola/core";
import type { AnyNode } from "../flow-node.ts";
import { describeNode } from "./describe-node.ts";

interface Part {
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
}

/** Kinds of nodes that run all their subflows, whatever comes. */
const RUN_ALL = new Set(["parallel", "race", "loop"]);
/** Not the way of a message: what the flow gives comes back. */
const CALL = { label: "calls" };

/**
 * The flows that a node may run, each as a cluster of its nodes, with ids below the node's. A function that makes one is
 * a node with a name: it is not called, since a picture should neither do what the function does nor go down for ever
 * where a flow runs one of its own kind.
 *
 * @param taken ids that there are; those of the subflows are added
 */
export function describeSubflows(node: AnyNode, taken: Set<string>): Part {
  const { name, definition } = node;
  const parts = Object.entries(definition.subflows ?? {}).map(([key, subflow]) => {
    const id = freePrefix(`${name}/${key}`, taken);
    const part = describeSubflow(subflow, { id, label: key });
    for (const inner of part.nodes) taken.add(inner.id);
    const call = RUN_ALL.has(definition.kind) ? CALL : { ...CALL, isConditional: true };
    const entries = part.entries.map((to): GraphEdge => ({ from: name, to, ...call }));
    return { nodes: part.nodes, edges: [...entries, ...part.edges] };
  });
  return { nodes: parts.flatMap((part) => part.nodes), edges: parts.flatMap((part) => part.edges) };
}

/** A part of the picture, and where one gets into it. */
interface Entered extends Part {
  readonly entries: readonly string[];
}

type Named = Pick<GraphNode, "id" | "label">;

function describeSubflow(subflow: object, named: Named): Entered {
  if ("describe" in subflow && typeof subflow.describe === "function")
    return describeCluster(named, (subflow as { describe(): GraphDescription }).describe());
  const { id } = named;
  if (!("definition" in subflow)) return { nodes: [{ ...named, kind: "subflow" }], edges: [], entries: [id] };
  const node = { ...(subflow as AnyNode), name: id };
  const inner = describeSubflows(node, new Set([id]));
  return {
    nodes: [{ ...describeNode(node, false), ...named }, ...inner.nodes],
    edges: inner.edges,
    entries: [id],
  };
}

function describeCluster({ id, label }: Named, { nodes, edges }: GraphDescription): Entered {
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
    edges: edges
      .filter(({ from, to }) => !ends.has(from) && !ends.has(to))
      .map((edge) => ({ ...edge, from: inner(edge.from), to: inner(edge.to) })),
    entries: entries.map(({ to }) => inner(to)),
  };
}

/** The id, or one like it, that no other has or begins with. */
function freePrefix(id: string, taken: ReadonlySet<string>): string {
  const isTaken = taken.has(id) || [...taken].some((each) => each.startsWith(`${id}/`));
  return isTaken ? freePrefix(`${id}_`, taken) : id;
}
