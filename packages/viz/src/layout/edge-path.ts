import type { Arrow, PathStep } from "./geometry.ts";
import type { Stretch } from "./level.ts";

/** How long an arrowhead is, in pixels. */
export const ARROW_LENGTH = 7;

export interface EdgeLine {
  readonly steps: readonly PathStep[];
  readonly arrow: Arrow;
}

/** Where the line makes room for its label. */
export interface LabelGap {
  readonly top: number;
  readonly bottom: number;
  readonly across: number;
}

/** The line along stretches: straight in them, bent between them, interrupted at its label. */
export function edgePath(
  stretches: readonly Stretch[],
  isTurned: boolean,
  label: LabelGap | undefined,
): EdgeLine {
  const [first, last] = [stretches[0] as Stretch, stretches.at(-1) as Stretch];
  const arrow: Arrow = isTurned
    ? { tip: { x: first.across, y: first.top }, direction: { x: 0, y: -1 } }
    : { tip: { x: last.across, y: last.bottom }, direction: { x: 0, y: 1 } };
  const shortened = stretches.map((stretch) => {
    if (isTurned && stretch === first) return shorten(stretch, "top");
    return !isTurned && stretch === last ? shorten(stretch, "bottom") : stretch;
  });
  return { steps: shortened.flatMap((stretch, index) => walk(stretch, shortened[index - 1], label)), arrow };
}

function shorten({ across, top, bottom }: Stretch, end: "top" | "bottom"): Stretch {
  if (end === "top")
    return { across, top: top + ARROW_LENGTH - 1, bottom: Math.max(bottom, top + ARROW_LENGTH - 1) };
  return { across, top: Math.min(top, bottom - ARROW_LENGTH + 1), bottom: bottom - ARROW_LENGTH + 1 };
}

function walk(
  { across, top, bottom }: Stretch,
  before: Stretch | undefined,
  label: LabelGap | undefined,
): PathStep[] {
  const begin = { x: across, y: top };
  const end = { x: across, y: bottom };
  const steps: PathStep[] = [before === undefined ? { type: "move", to: begin } : bend(before, begin)];
  const isLabelled =
    label !== undefined && label.across === across && label.top >= top && label.bottom <= bottom;
  if (isLabelled) {
    if (label.top > top) steps.push({ type: "line", to: { x: across, y: label.top } });
    steps.push({ type: "move", to: { x: across, y: label.bottom } });
    if (label.bottom < bottom) steps.push({ type: "line", to: end });
  } else if (bottom > top) steps.push({ type: "line", to: end });
  return steps;
}

function bend({ across, bottom }: Stretch, to: { readonly x: number; readonly y: number }): PathStep {
  if (across === to.x) return { type: "line", to };
  const middle = (bottom + to.y) / 2;
  return { type: "curve", first: { x: across, y: middle }, second: { x: to.x, y: middle }, to };
}
