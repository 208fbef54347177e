import { nearestName } from "@pergola/core";
import { Edges } from "../edges.ts";
import { flowErrors } from "../errors.ts";
import type { AnyNode } from "../flow-node.ts";
import type { EdgeList } from "../wiring.ts";
import { findBackEdges } from "./find-back-edges.ts";

export interface PlannedEdge {
  readonly from: AnyNode;
  readonly to: AnyNode;
  readonly isBack: boolean;
}

/** The graph of a flow, checked. */
export interface GraphPlan {
  readonly name: string;
  /** In order of declaration. */
  readonly nodes: readonly AnyNode[];
  readonly edges: readonly PlannedEdge[];
  readonly ingress: readonly AnyNode[];
  readonly egress: readonly AnyNode[];
}

export interface GraphRequest {
  readonly name: string;
  readonly edges: EdgeList;
  readonly allowCycles: boolean;
  readonly ingress: readonly AnyNode[] | undefined;
  readonly egress: readonly AnyNode[] | undefined;
}

/** @throws INVALID_FLOW, CYCLE */
export function planGraph(request: GraphRequest): GraphPlan {
  const { name } = request;
  const pairs = request.edges.map((each) => {
    const pair = each instanceof Edges ? ([each.from, each.to] as const) : each;
    refuseNonEdge(name, pair);
    return pair;
  });
  const nodes = [...new Set(pairs.flatMap(([from, to]) => [from, ...to]))];
  if (nodes.length === 0)
    throw invalid(name, "has no nodes", "Write edges: [a.to(b)]; one node alone is [a.to()].");
  refuseEqualNames(name, nodes);
  const plain = pairs.flatMap(([from, to]) => [...new Set(to)].map((target) => ({ from, to: target })));
  const unique = plain.filter(
    (edge, at) => plain.findIndex((each) => each.from === edge.from && each.to === edge.to) === at,
  );
  const ingress =
    request.ingress ?? nodes.filter((node) => !unique.some(({ from, to }) => to === node && from !== node));
  const egress =
    request.egress ?? nodes.filter((node) => !unique.some(({ from, to }) => from === node && to !== node));
  for (const [way, ends] of Object.entries({ ingress, egress })) checkEnds(name, way, ends, nodes);
  const places = unique.map(({ from, to }) => ({ from: nodes.indexOf(from), to: nodes.indexOf(to) }));
  const starts = ingress.map((node) => nodes.indexOf(node));
  const cycles = findBackEdges(nodes.length, places, starts);
  if (!request.allowCycles) refuseCycles(name, cycles, nodes);
  const edges = unique.map((edge, index) => ({ ...edge, isBack: cycles[index] !== undefined }));
  return { name, nodes, edges, ingress, egress };
}

function refuseNonEdge(flow: string, pair: unknown): void {
  const [from, to] = Array.isArray(pair) ? (pair as readonly unknown[]) : [];
  const ends = [from, ...(Array.isArray(to) ? to : [undefined])];
  if (ends.every(isNode)) return;
  const problem = isNode(pair)
    ? `has the node "${pair.name}" in place of an edge`
    : Array.isArray(pair)
      ? "has an edge from or to something that is no node"
      : `has ${String(pair)} in place of an edge`;
  throw invalid(flow, problem, "Write edges: [a.to(b)] or [[a, [b]]]; one node alone is [a.to()].");
}

function isNode(value: unknown): value is AnyNode {
  return typeof value === "object" && value !== null && "definition" in value;
}

function refuseEqualNames(flow: string, nodes: readonly AnyNode[]): void {
  const names = nodes.map((node) => node.name);
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  if (twice === undefined) return;
  throw invalid(
    flow,
    `has two nodes with the name "${twice}"`,
    "Give each node a name of its own; use one node object for one node.",
  );
}

function checkEnds(flow: string, way: string, ends: readonly AnyNode[], nodes: readonly AnyNode[]): void {
  const stranger = ends.find((node) => !nodes.includes(node));
  if (stranger !== undefined) {
    const names = nodes.map((node) => node.name);
    const near = nearestName(stranger.name, names);
    throw invalid(
      flow,
      `has ${way} "${stranger.name}", which is in none of its edges`,
      near === undefined ? `Its nodes are ${names.join(", ")}.` : `Do you mean "${near}"?`,
    );
  }
  if (ends.length > 0) return;
  const hint =
    way === "ingress"
      ? "Every node has one before it. Say where messages enter: ingress: [a]."
      : "Every node has one after it. Say where results leave: egress: [b].";
  throw invalid(flow, `has no ${way}`, hint);
}

function refuseCycles(
  flow: string,
  cycles: readonly (readonly number[] | undefined)[],
  nodes: readonly AnyNode[],
): void {
  for (const cycle of cycles) {
    const members = cycle?.map((place) => nodes[place] as AnyNode);
    if (members === undefined || members.some(({ definition }) => definition.allowCycle === true)) continue;
    const names = [...members, members[0]].map((node) => node?.name);
    throw flowErrors.create("CYCLE", {
      message: `The flow "${flow}" has a cycle: ${names.join(" → ")}.`,
      hint: "If that is meant, say allowCycle: true at one of its nodes, or allowCycles: true at the flow.",
      details: { cycle: names },
    });
  }
}

function invalid(flow: string, what: string, hint: string) {
  return flowErrors.create("INVALID_FLOW", {
    message: `The flow "${flow}" ${what}.`,
    hint,
    details: { flow },
  });
}
