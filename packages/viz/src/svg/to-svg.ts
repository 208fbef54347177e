import { LONGEST_ACTIVITY_TEXT } from "../activity/activity-text.ts";
import { type DrawOptions, requireOneOf } from "../draw-options.ts";
import type { Drawable } from "../drawable.ts";
import type { Cluster } from "../graph/drawing.ts";
import { readDrawing } from "../graph/read-drawing.ts";
import type { Box } from "../layout/geometry.ts";
import { layoutDrawing } from "../layout/layout-drawing.ts";
import { FONT, LINE } from "../layout/measure.ts";
import { cleanText } from "../text/clean-text.ts";
import { svgEdge } from "./svg-edge.ts";
import { svgNode } from "./svg-node.ts";
import { svgStyle, type Theme } from "./svg-style.ts";
import { escapeXml, num, svgLines } from "./svg-text.ts";

export interface SvgOptions extends DrawOptions {
  /**
   * `auto` follows the reader's light or dark setting, `page` takes the text colour of the page around it. Default `auto`.
   */
  readonly theme?: Theme;
}

const MARGIN = 12;

/**
 * Draws a graph as an SVG picture, without a browser. The same graph gives the same text, byte for byte; with an
 * activity, all snapshots of a graph give pictures of the same layout.
 *
 * @throws INVALID_GRAPH, INVALID_DRAWING
 */
export function toSvg(drawable: Drawable, options: SvgOptions = {}): string {
  const direction = requireOneOf("direction", options.direction, ["TB", "LR"]);
  const theme = requireOneOf("theme", options.theme, ["auto", "light", "dark", "page"]);
  const drawing = readDrawing(drawable, options);
  const reserve = options.activity === undefined ? "" : LONGEST_ACTIVITY_TEXT;
  const layout = layoutDrawing(drawing, { direction, reserve });
  const [width, height] = [layout.width, layout.height].map((size) => num(size + 2 * MARGIN));
  const title = escapeXml(cleanText(`${drawing.kind} ${drawing.name}`));
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" class="pergola-graph pergola-graph-${theme}" role="img" aria-label="${title}"`,
    ` width="${width}" height="${height}" viewBox="${-MARGIN} ${-MARGIN} ${width} ${height}">\n`,
    `<style>${svgStyle(theme)}</style>\n`,
    ...[...layout.clusters].map(([cluster, box]) => `${svgCluster(cluster, box)}\n`),
    ...layout.edges.map((edge) => `${svgEdge(edge)}\n`),
    ...[...layout.nodes].map(([node, box]) => `${svgNode(node, box)}\n`),
    "</svg>\n",
  ].join("");
}

function svgCluster({ title }: Cluster, { x, y, width, height }: Box): string {
  const lines = { x: x + 16, y: y + 9, lineHeight: LINE.title, fontSize: FONT.title, className: "pg-title" };
  return [
    `<rect class="pg-cluster" x="${num(x)}" y="${num(y)}" width="${num(width)}" height="${num(height)}" rx="10"/>`,
    svgLines(title, lines),
  ].join("");
}
