import type { ErrorData } from "@pergola/core";

/** A tool call of a run, and what came of it. */
export interface ToolRecord {
  readonly id: string;
  readonly name: string;
  readonly arguments: unknown;
  /** What the tool returned. */
  readonly result?: unknown;
  readonly error?: ErrorData;
}
