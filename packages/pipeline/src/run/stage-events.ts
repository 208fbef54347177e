import type { ErrorData } from "@pergola/core";
import type { Stage } from "../stage.ts";

/** A stage of a workflow begins. A stage without steps has no events. */
export interface StageStarted {
  /** The workflow's node. */
  readonly step: string;
  /** Of that node, as in `step-started`. */
  readonly label?: string;
  readonly stage: Stage;
  /** From 1. */
  readonly iteration: number;
}

/** A stage has ended: once for each beginning. */
export interface StageFinished extends StageStarted {
  readonly latencyMs: number;
  /** Keys that its steps stored; absent when the run was stopped in the middle. */
  readonly results?: readonly string[];
  /** Tools that its steps called, in order; absent likewise. */
  readonly tools?: readonly string[];
  readonly error?: ErrorData;
}

declare module "@pergola/core" {
  interface RunEventMap {
    /** A stage of a workflow begins. */
    "stage-started": StageStarted;
    /** A stage has ended. */
    "stage-finished": StageFinished;
  }
}
