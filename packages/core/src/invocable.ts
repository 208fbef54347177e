import type { EmitRunEvent } from "./run-event.ts";
import type { Scope } from "./scope.ts";

export interface InvokeOptions {
  readonly scope: Scope;
  readonly signal: AbortSignal;
  /** The run that asks; its events name it as parent. */
  readonly parentRunId?: string;
  readonly emit?: EmitRunEvent;
}

/** Anything that can be called like an agent: an agent, a flow, a function that fits. */
export interface Invocable<Input = unknown, Output = unknown> {
  readonly name: string;
  readonly description?: string;
  invoke(input: Input, options: InvokeOptions): Promise<Output>;
}
