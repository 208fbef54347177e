import type { ErrorData } from "@pergola/core";

declare module "@pergola/core" {
  interface RunEventMap {
    /** A model call failed before it had said anything and is tried again after `delayMs`. `attempt` 1 is the first retry. */
    "model-retried": {
      readonly callId: string;
      readonly step?: string;
      readonly attempt: number;
      readonly delayMs: number;
      readonly error: ErrorData;
    };
  }
}

export type ModelRetriedEvent = import("@pergola/core").RunEvent<"model-retried">;
