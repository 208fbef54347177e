import type { StepChain, StepContext, StepWrite } from "@pergola/core-steps";
import type { Program } from "../workflow/compile-workflow.ts";

/** What a run of a workflow works with. */
export interface Host {
  readonly program: Program;
  /** Of the workflow, for its events. */
  readonly name: string;
  /** One for each step of the program. */
  readonly chains: readonly StepChain[];
  /** Of the step that the workflow is in the agent. */
  readonly context: StepContext;
  /** Whether what is stored must have a JSON form, because the run may be suspended. */
  readonly isKept: boolean;
}

/** The agent's state, and what the run has written to it so far. */
export interface HostState {
  readonly state: Readonly<Record<string, unknown>>;
  readonly writes: readonly StepWrite[];
}
