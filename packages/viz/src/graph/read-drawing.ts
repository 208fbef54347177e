import type { GraphDescription, GraphNode } from "@pergola/core";
import { checkOptionNames, type DrawOptions } from "../draw-options.ts";
import { type Drawable, toDescription } from "../drawable.ts";
import { wrapText } from "../text/wrap-text.ts";
import { checkGraph } from "./check-graph.ts";
import type { Cluster, Drawing, DrawnEdge, DrawnNode } from "./drawing.ts";
import { findLoopEdges } from "./find-loop-edges.ts";
import { nodeCaptions } from "./node-captions.ts";
import { shapeOf } from "./node-shape.ts";
import { createSafeKeys } from "./safe-keys.ts";

const LABEL = { maxChars: 28, maxLines: 5 };
const EDGE_LABEL = { maxChars: 24, maxLines: 3 };
const LOOP = "↻";

/** Checks a drawable and makes it ready to be written. @throws INVALID_GRAPH, INVALID_DRAWING */
export function readDrawing(drawable: Drawable, options: DrawOptions): Drawing {
  checkOptionNames(options);
  const description = toDescription(drawable);
  const byId = checkGraph(description);
  const { root, clusterOf } = readClusters(description, byId);
  const touched = new Set(description.edges.flatMap(({ from, to }) => [from, to]));
  const keyOf = createSafeKeys("n");
  const nodes = new Map<string, DrawnNode>();
  for (const source of description.nodes) {
    const own = clusterOf.get(source.id);
    if (own !== undefined && !touched.has(source.id)) continue;
    const cluster = own ?? clusterOf.get(source.parentId ?? "") ?? root;
    const node = readNode(source, { cluster, key: keyOf(source.id) }, options);
    cluster.nodes.push(node);
    nodes.set(source.id, node);
  }
  const { name, kind } = description;
  return { name: String(name), kind, root, nodes: [...nodes.values()], edges: readEdges(description, nodes) };
}

function readClusters({ name, nodes }: GraphDescription, byId: ReadonlyMap<string, GraphNode>) {
  const isParent = new Set(nodes.map(({ parentId }) => parentId));
  const keyOf = createSafeKeys("c");
  const root: Cluster = { key: "root", id: "", title: [], parent: undefined, nodes: [], clusters: [] };
  const clusterOf = new Map<string, Cluster>();
  const make = ({ id, label, parentId }: GraphNode): Cluster => {
    const existing = clusterOf.get(id);
    if (existing !== undefined) return existing;
    const above = parentId === undefined ? undefined : byId.get(parentId);
    const parent = above === undefined ? root : make(above);
    const title = linesOf(label, id);
    const cluster: Cluster = { key: keyOf(id), id, title, parent, nodes: [], clusters: [] };
    parent.clusters.push(cluster);
    clusterOf.set(id, cluster);
    return cluster;
  };
  for (const node of nodes) if (isParent.has(node.id)) make(node);
  return { name, root, clusterOf };
}

function readNode(
  source: GraphNode,
  { cluster, key }: Pick<DrawnNode, "cluster" | "key">,
  options: DrawOptions,
): DrawnNode {
  const activity = options.activity?.nodes.get(source.id);
  return {
    key,
    source,
    cluster,
    shape: shapeOf(source.kind),
    lines: linesOf(source.label, source.id),
    captions: nodeCaptions(source, options),
    activity,
  };
}

function readEdges({ edges }: GraphDescription, nodes: ReadonlyMap<string, DrawnNode>): DrawnEdge[] {
  const places = new Map([...nodes.keys()].map((id, place) => [id, place]));
  const placeOf = (id: string) => places.get(id) as number;
  const arcs = edges.map(({ from, to }) => ({ from: placeOf(from), to: placeOf(to) }));
  const loops = findLoopEdges(nodes.size, arcs);
  return edges.map(({ from, to, label = "", isConditional = false }, index) => {
    const isLoop = loops.has(index);
    return {
      from: nodes.get(from) as DrawnNode,
      to: nodes.get(to) as DrawnNode,
      label: wrapText(isLoop ? `${LOOP} ${label}` : String(label), EDGE_LABEL),
      isConditional,
      isLoop,
    };
  });
}

function linesOf(label: string | undefined, id: string): readonly string[] {
  const [lines, named] = [label ?? "", id].map((text) => wrapText(String(text), LABEL));
  if (lines !== undefined && lines.length > 0) return lines;
  return named !== undefined && named.length > 0 ? named : ["(no name)"];
}
