import { ARROW_LENGTH } from "../layout/edge-path.ts";
import type { Arrow, PathStep, Point } from "../layout/geometry.ts";
import type { PlacedEdge } from "../layout/layout-drawing.ts";
import { FONT, LINE } from "../layout/measure.ts";
import { cleanText } from "../text/clean-text.ts";
import { escapeXml, num, svgLines } from "./svg-text.ts";

const ARROW_HALF = 4;

/** An edge: its line, its arrowhead and its label. `data-from` and `data-to` hold the ids of its nodes. */
export function svgEdge({ edge, line, label }: PlacedEdge): string {
  const classes = ["pg-edge", edge.isConditional && "pg-conditional", edge.isLoop && "pg-loop"].filter(
    (each) => each !== false,
  );
  const [from, to] = [edge.from, edge.to].map(({ source }) => escapeXml(cleanText(source.id)));
  return [
    `<g class="${classes.join(" ")}" data-from="${from}" data-to="${to}">`,
    `<path class="pg-line" d="${line.steps.map(pathStep).join("")}"/>`,
    arrowHead(line.arrow),
    label === undefined ? "" : edgeLabel(edge.label, label),
    "</g>",
  ].join("");
}

function edgeLabel(lines: readonly string[], { x, y }: Point): string {
  const top = y - (lines.length * LINE.edge) / 2;
  return svgLines(lines, {
    x,
    y: top,
    lineHeight: LINE.edge,
    fontSize: FONT.edge,
    className: "pg-edge-label",
  });
}

const pair = ({ x, y }: Point) => `${num(x)} ${num(y)}`;

function pathStep(step: PathStep): string {
  if (step.type === "curve") return `C${pair(step.first)} ${pair(step.second)} ${pair(step.to)}`;
  return `${step.type === "move" ? "M" : "L"}${pair(step.to)}`;
}

function arrowHead({ tip, direction }: Arrow): string {
  const back = { x: tip.x - direction.x * ARROW_LENGTH, y: tip.y - direction.y * ARROW_LENGTH };
  const side = { x: direction.y * ARROW_HALF, y: direction.x * ARROW_HALF };
  const left = { x: back.x + side.x, y: back.y + side.y };
  const right = { x: back.x - side.x, y: back.y - side.y };
  return `<path class="pg-arrow" d="M${pair(tip)}L${pair(left)}L${pair(right)}Z"/>`;
}
