import type { ErrorData } from "@pergola/core";

declare module "@pergola/core" {
  interface RunEventMap {
    /**
     * A model call failed before it had said anything and goes to the next model of its list. `from` and `to` are model
     * ids, `request` is what goes to the next one, as in `model-started`.
     */
    "model-fell-back": {
      readonly callId: string;
      readonly step?: string;
      readonly from: string;
      readonly to: string;
      readonly error: ErrorData;
      readonly request: Readonly<Record<string, unknown>>;
    };
  }
}

export type ModelFellBackEvent = import("@pergola/core").RunEvent<"model-fell-back">;
