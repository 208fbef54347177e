import { type DrawOptions, requireOneOf } from "../draw-options.ts";
import type { Drawable } from "../drawable.ts";
import type { Cluster, DrawnEdge, DrawnNode } from "../graph/drawing.ts";
import type { NodeShape } from "../graph/node-shape.ts";
import { readDrawing } from "../graph/read-drawing.ts";
import { cleanText } from "../text/clean-text.ts";

const FONT = 'fontname="Helvetica,Arial,sans-serif"';
const PREAMBLE = [
  `node [${FONT}, fontsize=12, shape=box, style="rounded,filled", fillcolor="#f8fafc", color="#64748b", fontcolor="#0f172a", margin="0.2,0.1"]`,
  `edge [${FONT}, fontsize=10, color="#64748b", fontcolor="#64748b", arrowsize=0.7]`,
];
const SHAPES: Readonly<Record<NodeShape, readonly string[]>> = {
  box: [],
  pill: ["shape=oval", 'style="filled"'],
  hexagon: ["shape=hexagon", 'style="filled"'],
  funnel: ["shape=invtrapezium", 'style="filled"'],
  subroutine: ["peripheries=2"],
};
const STATES: Readonly<Record<string, readonly string[]>> = {
  running: ['fillcolor="#dbeafe"', 'color="#2563eb"', "penwidth=2"],
  failed: ['fillcolor="#fee2e2"', 'color="#dc2626"', "penwidth=2"],
};

/**
 * Draws a graph in Graphviz' DOT language. The same graph gives the same text, byte for byte, and has the same keys as
 * in {@link toMermaid}.
 *
 * @throws INVALID_GRAPH, INVALID_DRAWING
 */
export function toDot(drawable: Drawable, options: DrawOptions = {}): string {
  const direction = requireOneOf("direction", options.direction, ["TB", "LR"]);
  const { name, root, edges } = readDrawing(drawable, options);
  const lines = [
    `digraph ${quote([cleanText(name)])} {`,
    indent(`graph [rankdir=${direction}, bgcolor="transparent", ${FONT}, fontsize=12, fontcolor="#64748b"]`),
    ...PREAMBLE.map(indent),
    ...writeInside(root).map(indent),
    ...edges.map(writeEdge).map(indent),
    "}",
  ];
  return `${lines.join("\n")}\n`;
}

function writeInside({ nodes, clusters }: Cluster): string[] {
  return [...nodes.map(writeNode), ...clusters.flatMap(writeCluster)];
}

function writeCluster(cluster: Cluster): string[] {
  const look = `label=${quote(cluster.title)}; labeljust=l; style="rounded,dashed"; color="#94a3b8";`;
  return [`subgraph cluster_${cluster.key} {`, indent(look), ...writeInside(cluster).map(indent), "}"];
}

function writeNode({ key, lines, captions, shape, activity }: DrawnNode): string {
  const look = [...SHAPES[shape], ...(STATES[activity?.state ?? ""] ?? [])];
  return `${key} [${[`label=${quote([...lines, ...captions])}`, ...look].join(", ")}]`;
}

function writeEdge({ from, to, label, isConditional, isLoop }: DrawnEdge): string {
  const attributes = [
    label.length > 0 && `label=${quote(label)}`,
    isConditional && "style=dashed",
    isLoop && 'color="#d97706", fontcolor="#d97706"',
  ].filter((each) => each !== false);
  return `${from.key} -> ${to.key}${attributes.length > 0 ? ` [${attributes.join(", ")}]` : ""}`;
}

/** Lines as a quoted label: the backslash and the ampersand mean something in Graphviz, too. */
function quote(lines: readonly string[]): string {
  const escaped = lines.map((line) =>
    line.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("&", "&amp;"),
  );
  return `"${escaped.join("\\n")}"`;
}

const indent = (line: string) => `  ${line}`;
