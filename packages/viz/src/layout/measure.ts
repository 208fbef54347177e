import type { Direction } from "../draw-options.ts";
import type { DrawnNode } from "../graph/drawing.ts";
import type { NodeShape } from "../graph/node-shape.ts";
import { textWidth } from "../text/text-width.ts";

/** Sizes of text, in pixels. */
export const FONT = { label: 14, caption: 11, edge: 11.5, title: 12 } as const;
export const LINE = { label: 19, caption: 15, edge: 15, title: 16 } as const;

const PADDING = { x: 16, y: 10 };
const LEAST_WIDTH = 72;
/** How much of its width a shape loses at its slanted or doubled sides, on each of them. */
const SLANT: Readonly<Record<NodeShape, number>> = {
  box: 0,
  pill: 2,
  hexagon: 14,
  funnel: 12,
  subroutine: 6,
};

export const slantOf = (shape: NodeShape): number => SLANT[shape];

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** How large a node is. `reserve` is text for which there has to be room. */
export function measureNode({ lines, captions, shape }: DrawnNode, reserve = ""): Size {
  const widths = [
    ...lines.map((line) => textWidth(line, FONT.label)),
    ...[...captions, reserve].map((line) => textWidth(line, FONT.caption)),
  ];
  const inner = Math.max(LEAST_WIDTH - 2 * PADDING.x, ...widths);
  const text = lines.length * LINE.label + captions.length * LINE.caption;
  return { width: even(inner + 2 * (PADDING.x + SLANT[shape])), height: even(text + 2 * PADDING.y) };
}

export function measureLabel(lines: readonly string[]): Size {
  const width = Math.max(...lines.map((line) => textWidth(line, FONT.edge)));
  return { width: even(width + 8), height: even(lines.length * LINE.edge + 2) };
}

/** How wide the side is at which links begin and end. */
export function mouthOf(shape: NodeShape, { width, height }: Size, direction: Direction): number {
  if (direction === "LR") return Math.max(0, height - 20);
  if (shape === "pill") return Math.max(0, width - height);
  return Math.max(0, width - 2 * SLANT[shape] - 20);
}

/** How far inside of the box the side of a shape lies, at a place from the centre of that side. */
export function insetOf(shape: NodeShape, { height }: Size, direction: Direction, place: number): number {
  if (direction === "TB" || shape === "box" || shape === "subroutine") return 0;
  const half = height / 2;
  if (shape === "pill") return half - Math.sqrt(Math.max(0, half * half - place * place));
  return SLANT[shape] * (shape === "hexagon" ? Math.abs(place) / half : (place + half) / height);
}

const even = (value: number) => 2 * Math.ceil(value / 2);
