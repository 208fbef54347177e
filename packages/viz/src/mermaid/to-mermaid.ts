import { type DrawOptions, requireOneOf } from "../draw-options.ts";
import type { Drawable } from "../drawable.ts";
import type { Cluster, DrawnEdge, DrawnNode } from "../graph/drawing.ts";
import type { NodeShape } from "../graph/node-shape.ts";
import { readDrawing } from "../graph/read-drawing.ts";
import { escapeMermaid } from "./escape-mermaid.ts";

const BRACKETS: Readonly<Record<NodeShape, readonly [string, string]>> = {
  box: ["(", ")"],
  pill: ["([", "])"],
  hexagon: ["{{", "}}"],
  funnel: ["[\\", "/]"],
  subroutine: ["[[", "]]"],
};

// Both readable on light and on dark pages.
const CLASSES = {
  running: "fill:#dbeafe,stroke:#2563eb,stroke-width:2px,color:#1e3a8a",
  failed: "fill:#fee2e2,stroke:#dc2626,stroke-width:2px,color:#7f1d1d",
} as const;
const LOOP_STYLE = "stroke:#d97706";

/**
 * Draws a graph as a Mermaid flowchart. The same graph gives the same text, byte for byte.
 *
 * @throws INVALID_GRAPH, INVALID_DRAWING
 */
export function toMermaid(drawable: Drawable, options: DrawOptions = {}): string {
  const direction = requireOneOf("direction", options.direction, ["TB", "LR"]);
  const { root, edges, nodes } = readDrawing(drawable, options);
  const lines = [
    `flowchart ${direction}`,
    ...writeInside(root).map(indent),
    ...edges.map(writeEdge).map(indent),
    ...writeLoops(edges).map(indent),
    ...writeStates(nodes).map(indent),
  ];
  return `${lines.join("\n")}\n`;
}

function writeInside({ nodes, clusters }: Cluster): string[] {
  return [...nodes.map(writeNode), ...clusters.flatMap(writeCluster)];
}

function writeCluster(cluster: Cluster): string[] {
  const { key, title } = cluster;
  return [`subgraph ${key}["${escapeMermaid(title)}"]`, ...writeInside(cluster).map(indent), "end"];
}

function writeNode({ key, lines, captions, shape }: DrawnNode): string {
  const [open, close] = BRACKETS[shape];
  return `${key}${open}"${escapeMermaid([...lines, ...captions])}"${close}`;
}

function writeEdge({ from, to, label, isConditional }: DrawnEdge): string {
  const arrow = isConditional ? "-.->" : "-->";
  return `${from.key} ${arrow}${label.length > 0 ? `|"${escapeMermaid(label)}"|` : ""} ${to.key}`;
}

function writeLoops(edges: readonly DrawnEdge[]): string[] {
  const loops = [...edges.keys()].filter((index) => edges[index]?.isLoop);
  return loops.length > 0 ? [`linkStyle ${loops.join(",")} ${LOOP_STYLE}`] : [];
}

function writeStates(nodes: readonly DrawnNode[]): string[] {
  return (["running", "failed"] as const).flatMap((state) => {
    const keys = nodes.filter(({ activity }) => activity?.state === state).map(({ key }) => key);
    return keys.length > 0 ? [`classDef ${state} ${CLASSES[state]}`, `class ${keys.join(",")} ${state}`] : [];
  });
}

const indent = (line: string) => `  ${line}`;
