import type { Direction } from "./layout-graph.ts";

/** What a drawn node knows of itself; the rest it reads from what is live. */
export interface DrawnNode extends Record<string, unknown> {
  readonly label: string;
  readonly kind: string;
  readonly direction: Direction;
  /** Most messages that wait for it. */
  readonly queueSize: number;
}
