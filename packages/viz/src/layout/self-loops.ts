import type { Direction } from "../draw-options.ts";
import type { DrawnEdge } from "../graph/drawing.ts";
import { ARROW_LENGTH, type EdgeLine } from "./edge-path.ts";
import type { Box, Point } from "./geometry.ts";
import { measureLabel } from "./measure.ts";

const REACH = 26;
const GAP = 4;

/** How much room the loops of a node take at its side, one outside of the other. */
export function selfLoopWidth(edges: readonly DrawnEdge[], direction: Direction): number {
  return edges.reduce((sum, edge) => sum + REACH + GAP + labelWidth(edge, direction), 0);
}

/** How much room their labels take along that side. */
export function selfLoopDepth(edges: readonly DrawnEdge[], direction: Direction): number {
  const depths = edges.filter(({ label }) => label.length > 0).map(({ label }) => measureLabel(label));
  return Math.max(0, ...depths.map(({ width, height }) => (direction === "TB" ? height : width)));
}

export interface PlacedSelfLoop {
  readonly edge: DrawnEdge;
  readonly line: EdgeLine;
  readonly label: Point | undefined;
}

/** The loops of a node, at its right side. */
export function placeSelfLoops(
  edges: readonly DrawnEdge[],
  box: Box,
  direction: Direction,
): PlacedSelfLoop[] {
  let reach = 0;
  return edges.map((edge) => {
    reach += REACH;
    const width = labelWidth(edge, direction);
    const line = loopLine(box, reach);
    const label =
      width === 0 ? undefined : { x: box.x + box.width + reach + width / 2, y: box.y + box.height / 2 };
    reach += width + GAP;
    return { edge, line, label };
  });
}

function loopLine({ x, y, width, height }: Box, reach: number): EdgeLine {
  const side = x + width;
  const half = Math.min(12, height / 4);
  const [upper, lower] = [y + height / 2 - half, y + height / 2 + half];
  // A curve reaches three quarters of the way to its control points.
  const control = side + ((reach - GAP) * 4) / 3;
  const end = { x: side + ARROW_LENGTH - 1, y: lower };
  return {
    steps: [
      { type: "move", to: { x: side, y: upper } },
      { type: "curve", first: { x: control, y: upper - 6 }, second: { x: control, y: lower }, to: end },
    ],
    arrow: { tip: { x: side, y: lower }, direction: { x: -1, y: 0 } },
  };
}

function labelWidth({ label }: DrawnEdge, direction: Direction): number {
  if (label.length === 0) return 0;
  const { width, height } = measureLabel(label);
  return direction === "TB" ? width : height;
}
