import type { ErrorData, RunEvent } from "@pergola/core";

declare module "@pergola/core" {
  interface RunEventMap {
    /** A run has called a storage or a memory: what was asked of it and how long it took. `resource` is its key. */
    "resource-used": {
      readonly resource: string;
      readonly operation: string;
      readonly step?: string;
      /** Of the step, as in `step-started`. */
      readonly label?: string;
      readonly latencyMs: number;
      readonly error?: ErrorData;
    };
  }
}

export type ResourceUsedEvent = RunEvent<"resource-used">;
