import type { DrawnNode } from "../graph/drawing.ts";
import type { NodeShape } from "../graph/node-shape.ts";
import type { Box } from "../layout/geometry.ts";
import { FONT, LINE, slantOf } from "../layout/measure.ts";
import { cleanText } from "../text/clean-text.ts";
import { escapeXml, num, svgLines } from "./svg-text.ts";

/** A node: its shape, its text, and a dot for what it is doing. `data-node` holds its id. */
export function svgNode(node: DrawnNode, box: Box): string {
  const { source, shape, lines, captions, activity } = node;
  const state = activity === undefined || activity.state === "idle" ? "" : activity.state;
  const classes = ["pg-node", `pg-${shape}`, state !== "" && `pg-${state}`].filter((each) => each !== false);
  const x = box.x + box.width / 2;
  const top = box.y + (box.height - lines.length * LINE.label - captions.length * LINE.caption) / 2;
  const captionTop = top + lines.length * LINE.label;
  return [
    `<g class="${classes.join(" ")}" data-node="${escapeXml(cleanText(source.id))}">`,
    `<title>${escapeXml(tooltip(node, state))}</title>`,
    svgShape(shape, box),
    svgLines(lines, { x, y: top, lineHeight: LINE.label, fontSize: FONT.label, className: "pg-label" }),
    svgLines(captions, {
      x,
      y: captionTop,
      lineHeight: LINE.caption,
      fontSize: FONT.caption,
      className: "pg-caption",
    }),
    state === "" ? "" : stateDot(box),
    "</g>",
  ].join("");
}

function tooltip({ source: { id, label, kind } }: DrawnNode, state: string): string {
  const name = cleanText(String(label ?? id));
  const about = [kind, state].filter((each) => each !== "").join(", ");
  return `${name} (${cleanText(about)})`;
}

const stateDot = ({ x, y, width }: Box) =>
  `<circle class="pg-state" cx="${num(x + width - 4)}" cy="${num(y + 4)}" r="5"/>`;

function svgShape(shape: NodeShape, box: Box): string {
  const { x, y, width, height } = box;
  const slant = slantOf(shape);
  if (shape === "hexagon")
    return polygon([
      [x + slant, y],
      [x + width - slant, y],
      [x + width, y + height / 2],
      [x + width - slant, y + height],
      [x + slant, y + height],
      [x, y + height / 2],
    ]);
  if (shape === "funnel")
    return polygon([
      [x, y],
      [x + width, y],
      [x + width - slant, y + height],
      [x + slant, y + height],
    ]);
  const radius = shape === "pill" ? height / 2 : shape === "subroutine" ? 3 : 8;
  const sides = [x + slant, x + width - slant].map((at) => `M${num(at)} ${num(y)}v${num(height)}`).join("");
  const bars = shape === "subroutine" ? `<path class="pg-shape" d="${sides}"/>` : "";
  return `<rect class="pg-shape" x="${num(x)}" y="${num(y)}" width="${num(width)}" height="${num(height)}" rx="${num(radius)}"/>${bars}`;
}

function polygon(corners: readonly (readonly [number, number])[]): string {
  const points = corners.map(([x, y]) => `${num(x)},${num(y)}`).join(" ");
  return `<polygon class="pg-shape" stroke-linejoin="round" points="${points}"/>`;
}
