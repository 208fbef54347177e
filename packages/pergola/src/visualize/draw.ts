import type { GraphDescription } from "@pergola/core";
import { type DrawOptions, toDot, toMermaid, toSvg } from "@pergola/viz";
import type { Diagram } from "./diagram.ts";
import type { DiagramFormat } from "./output-target.ts";

const DRAW: Readonly<Record<DiagramFormat, (graph: GraphDescription, options: DrawOptions) => string>> = {
  mermaid: toMermaid,
  dot: toDot,
  svg: toSvg,
};

/** @throws INVALID_GRAPH */
export function draw(graph: GraphDescription, format: DiagramFormat, options: DrawOptions): Diagram {
  const text = DRAW[format](graph, options);
  return { name: graph.name, format, text: text.endsWith("\n") ? text : `${text}\n` };
}
