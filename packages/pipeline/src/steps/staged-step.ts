import type { RetryPolicy } from "@pergola/core";
import type { StagedContext } from "../context/staged-context.ts";
import type { Stage } from "../stage.ts";
import type { StepKind } from "./step-kind.ts";

/** Whether a step runs this time. It looks at the context and changes nothing. */
export type Condition = (context: StagedContext) => boolean | Promise<boolean>;

/**
 * A step of a workflow as a function. What it returns is stored under the step's name (`context.load(name)`); in deliver a
 * returned text is the response, if none is set yet.
 */
export type StagedFunction = (context: StagedContext) => unknown;

/** A step of a workflow. An instance of a class that fits is one, and so is a plain function. */
export interface StagedStep {
  /** Unique in its workflow; results are stored under it. */
  readonly name: string;
  /** What it does, for drawings. */
  readonly description?: string | undefined;
  /** Default `prompt`. */
  readonly kind?: StepKind | undefined;
  /** Where it runs, if the workflow does not say. Default: that of its kind. */
  readonly stages?: Stage | readonly Stage[] | undefined;
  /** Default: always. */
  readonly when?: Condition | undefined;
  /** Results that must be there before it runs: names of steps, or what they say they give. */
  readonly needs?: readonly string[] | undefined;
  /** Results besides its own that it stores. */
  readonly gives?: readonly string[] | undefined;
  /** Whether it calls the agent's model: then an agent without one is refused when it is built. Default: nobody knows. */
  readonly callsModel?: boolean | undefined;
  /** Runs the step again when it fails, within the run's one budget. What a failed attempt did to the context is undone. */
  readonly retry?: RetryPolicy | undefined;
  /** Stops the step and fails it after this; each attempt has the whole time. Default: none. */
  readonly timeoutMs?: number | undefined;
  run(context: StagedContext): unknown;
  /** Called once when the agent starts, after its resources have. */
  initialize?(options: { readonly signal: AbortSignal }): void | Promise<void>;
  /** Called once when the agent closes, before its resources are. */
  close?(): void | Promise<void>;
}
