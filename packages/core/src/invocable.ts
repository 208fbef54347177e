import type { RetryBudget } from "./retry-budget.ts";
import type { RunBudget } from "./run-budget.ts";
import type { EmitRunEvent, RunCaller } from "./run-event.ts";
import type { Scope } from "./scope.ts";

export interface InvokeOptions {
  readonly scope: Scope;
  readonly signal: AbortSignal;
  /** The run that asks; its events name it as parent. */
  readonly parentRunId?: string;
  /** What in that run asks; `run-started` says it. */
  readonly caller?: RunCaller;
  readonly emit?: EmitRunEvent;
  /** How many runs this one is inside of. Default 1. */
  readonly depth?: number;
  /** What the run that asks has left for retries. Default: a budget of its own. */
  readonly retryBudget?: RetryBudget;
  /** What the run that asks may still spend: what is called spends from it, too. */
  readonly budget?: RunBudget | undefined;
}

/** Anything that can be called like an agent: an agent, a flow, a function that fits. */
export interface Invocable<Input = unknown, Output = unknown> {
  readonly name: string;
  readonly description?: string | undefined;
  invoke(input: Input, options: InvokeOptions): Promise<Output>;
}
