/**
 * How a node looks: `pill` where a graph begins and ends, `hexagon` where ways part, `funnel` where they meet,
 * `subroutine` for a graph of its own that is not drawn.
 */
export type NodeShape = "box" | "pill" | "hexagon" | "funnel" | "subroutine";

const SHAPES: ReadonlyMap<string, NodeShape> = new Map([
  ["start", "pill"],
  ["end", "pill"],
  ["router", "hexagon"],
  ["branch", "hexagon"],
  ["race", "hexagon"],
  ["parallel", "hexagon"],
  ["join", "funnel"],
  ["subflow", "subroutine"],
]);

export const shapeOf = (kind: string): NodeShape => SHAPES.get(kind) ?? "box";

/** Whether the kind says no more than the shape. */
export const isPlainKind = (kind: string): boolean => kind === "node" || shapeOf(kind) === "pill";
