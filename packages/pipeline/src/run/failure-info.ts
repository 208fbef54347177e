import type { ErrorData } from "@pergola/core";
import type { Stage } from "../stage.ts";

/** What failed, for the steps of the error stage. */
export interface FailureInfo {
  readonly stage: Stage;
  /** The step's name. */
  readonly step: string;
  readonly error: ErrorData;
  /** How often the step was tried; 1 without retries. */
  readonly attempt: number;
  readonly iteration: number;
  readonly runId: string;
}
