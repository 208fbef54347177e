import type { InvokeOptions, RetryPolicy, Scope } from "@pergola/core";
import type { z } from "zod";

/** What `context.resource(key)` gives, by key. Packages add theirs by declaration merging. */
// biome-ignore lint/suspicious/noEmptyInterface: it is there to be added to
export interface ToolResources {}

/** What a tool may know of the run that calls it. */
export interface ToolContext {
  /** Fires when the run stops or the tool's time is over; the tool must stop then. */
  readonly signal: AbortSignal;
  readonly runId?: string;
  readonly scope?: Scope;
  /** What an agent is called with, so that it is a run inside this one: `agent.invoke(question, context.invokeOptions)`. */
  readonly invokeOptions: InvokeOptions;
  /**
   * A resource of the agent, bound to the run's scope and to `signal`, for example `resource("storage")`.
   *
   * @throws TOOL_NEEDS_RUN outside of an agent's run; what the run says of a key that it does not have
   */
  resource<Key extends keyof ToolResources>(key: Key): ToolResources[Key];
  resource(key: string): unknown;
}

/** What a call does to the world. */
export type SideEffect = "read" | "write" | "dangerous";

/** How long a call may take when the tool does not say, in milliseconds. */
export const DEFAULT_TOOL_TIMEOUT_MS = 30_000;

/** A function that a model may call. Make one with `defineTool`. */
export interface Tool<Input extends z.ZodObject = z.ZodObject, Output = unknown> {
  /** Letters, digits, `_` and `-`; at most 64. */
  readonly name: string;
  /** Tells the model what it does and when to call it. */
  readonly description: string;
  readonly input: Input;
  /**
   * JSON Schema of the arguments as the model sees it, where it cannot be derived from `input` (a tool that comes
   * with a JSON Schema of its own). Default: derived from `input`.
   */
  readonly parameters?: Readonly<Record<string, unknown>>;
  /** What it is filed under, for `findTools`. */
  readonly tags?: readonly string[];
  /** What it is good for, for `findTools`: `answer-question`, `send-mail`. */
  readonly intents?: readonly string[];
  /** Default `read`. */
  readonly sideEffect?: SideEffect;
  /** Whether a call may be made twice and changes nothing more than one does. Default: only of `read`. */
  readonly isIdempotent?: boolean;
  /** Each attempt is aborted after this. Default {@link DEFAULT_TOOL_TIMEOUT_MS}. */
  readonly timeoutMs?: number;
  /**
   * Makes a call again that failed or took too long; only of a tool that may be called twice. `retryIf` is asked about what
   * the tool threw. Default: never. Each retry is taken from the run's one budget.
   */
  readonly retry?: RetryPolicy;
  /** Most calls at the same time in one agent, all its runs together; others wait for their turn. Default: no limit. */
  readonly concurrency?: number;
  /** Gets validated input. What it returns goes to the model: text as it is, everything else as JSON. */
  execute(input: z.output<Input>, context: ToolContext): Output | Promise<Output>;
}

/** Whether `value` has the shape of a {@link Tool}. */
export function isTool(value: unknown): value is Tool {
  if (typeof value !== "object" || value === null) return false;
  const { name, description, input, execute } = value as Partial<Record<keyof Tool, unknown>>;
  return (
    typeof name === "string" &&
    typeof description === "string" &&
    typeof execute === "function" &&
    isZodObject(input)
  );
}

/** By structure, not by class: there may be two copies of zod. */
export function isZodObject(value: unknown): value is z.ZodObject {
  const { _zod } = (value ?? {}) as { readonly _zod?: { readonly def?: { readonly type?: unknown } } };
  return _zod?.def?.type === "object";
}
