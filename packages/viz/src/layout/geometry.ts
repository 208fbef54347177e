export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A line or a curve from where the one before ended. */
export type PathStep =
  | { readonly type: "move" | "line"; readonly to: Point }
  | { readonly type: "curve"; readonly first: Point; readonly second: Point; readonly to: Point };

/** The end of a link: where it points to, and in which direction. */
export interface Arrow {
  readonly tip: Point;
  readonly direction: Point;
}

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Mirrors at the diagonal: what leads down leads to the right then. */
export const turnPoint = ({ x, y }: Point): Point => ({ x: y, y: x });

export const turnBox = ({ x, y, width, height }: Box): Box => ({ x: y, y: x, width: height, height: width });

export function turnStep(step: PathStep): PathStep {
  if (step.type !== "curve") return { ...step, to: turnPoint(step.to) };
  const { first, second, to } = step;
  return { type: "curve", first: turnPoint(first), second: turnPoint(second), to: turnPoint(to) };
}
