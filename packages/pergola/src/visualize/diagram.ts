import type { DiagramFormat } from "./output-target.ts";

/** A picture as text. */
export interface Diagram {
  /** The flow's name. */
  readonly name: string;
  readonly format: DiagramFormat;
  /** Ends with a line end. */
  readonly text: string;
}
