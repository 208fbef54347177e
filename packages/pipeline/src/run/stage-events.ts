import type { ErrorData } from "@pergola/core";
import type { Stage } from "../stage.ts";

declare module "@pergola/core" {
  interface RunEventMap {
    /** A stage of a workflow begins; `step` is the workflow's node. A stage without steps has no events. */
    "stage-started": { readonly step: string; readonly stage: Stage; readonly iteration: number };
    /** It has ended: once for each start. `results` are the keys that its steps stored, `tools` the tools that they called. */
    "stage-finished": {
      readonly step: string;
      readonly stage: Stage;
      readonly iteration: number;
      readonly latencyMs: number;
      readonly results?: readonly string[];
      readonly tools?: readonly string[];
      readonly error?: ErrorData;
    };
  }
}
