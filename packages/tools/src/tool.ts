import type { Scope } from "@pergola/core";
import type { z } from "zod";

/** What a tool may know of the run that calls it. */
export interface ToolContext {
  /** Fires when the run stops or the tool's time is over; the tool must stop then. */
  readonly signal: AbortSignal;
  readonly runId?: string;
  readonly scope?: Scope;
}

/** What a call does to the world. */
export type SideEffect = "read" | "write" | "dangerous";

/** A function that a model may call. */
export interface Tool<Input extends z.ZodObject = z.ZodObject, Output = unknown> {
  /** Letters, digits, `_` and `-`; at most 64. */
  readonly name: string;
  /** Tells the model what it does and when to call it. */
  readonly description: string;
  readonly input: Input;
  /** Default `read`. */
  readonly sideEffect?: SideEffect;
  /** The call is aborted after this. Default 30 000. */
  readonly timeoutMs?: number;
  /** Gets validated input. What it returns goes to the model: text as it is, everything else as JSON. */
  execute(input: z.output<Input>, context: ToolContext): Output | Promise<Output>;
}
