import type {} from "@pergola/core";
import type { PlanStepResult } from "./plan-and-execute-config.ts";

declare module "@pergola/core" {
  interface RunEventMap {
    /** What a model plans to do; `revision` counts the changes of the plan, from 0. */
    "plan-made": { readonly tasks: readonly string[]; readonly revision: number };
    /** What came of a step of a plan. */
    "plan-step-finished": PlanStepResult;
  }
}
