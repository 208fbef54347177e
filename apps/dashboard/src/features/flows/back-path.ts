import type { Direction } from "./layout-graph.ts";

/** Where an edge begins and ends, in pixels. */
export interface EdgeEnds {
  readonly sourceX: number;
  readonly sourceY: number;
  readonly targetX: number;
  readonly targetY: number;
}

/** How an edge is drawn: its path, and where its label is. */
export interface EdgePath {
  readonly path: string;
  readonly labelX: number;
  readonly labelY: number;
}

/** How far beside the middle of its nodes it goes back, in pixels: a little more than half of a node. */
const BESIDE = { TB: 82, LR: 39 } as const;
/** How far it goes on before it turns. */
const TURN = 22;

/** The way of an edge that goes back, as in a loop: beside the nodes, not through them. Undefined for other edges. */
export function backPath(ends: EdgeEnds, direction: Direction): EdgePath | undefined {
  const isDown = direction === "TB";
  const { sourceX, sourceY, targetX, targetY } = ends;
  // Along the graph, and across it.
  const [from, to] = isDown ? [sourceY, targetY] : [sourceX, targetX];
  if (to > from) return undefined;
  const [fromAcross, toAcross] = isDown ? [sourceX, targetX] : [sourceY, targetY];
  const beside = Math.max(fromAcross, toAcross) + BESIDE[direction];
  const at = (along: number, across: number) => (isDown ? `${across},${along}` : `${along},${across}`);
  const path = [
    `M${at(from, fromAcross)}`,
    `C${at(from + TURN, fromAcross)} ${at(from + TURN, beside)} ${at(from - TURN, beside)}`,
    `L${at(to + TURN, beside)}`,
    `C${at(to - TURN, beside)} ${at(to - TURN, toAcross)} ${at(to, toAcross)}`,
  ].join("");
  const middle = (from + to) / 2;
  return isDown ? { path, labelX: beside, labelY: middle } : { path, labelX: middle, labelY: beside };
}
