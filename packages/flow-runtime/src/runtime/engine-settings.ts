import type { Clock, Logger } from "@pergola/core";
import type { Budget } from "../budget.ts";

/** A flow's options, complete. */
export interface EngineSettings {
  readonly name: string;
  readonly maxTraces: number;
  readonly asyncContext: boolean;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly createId: () => string;
  readonly random: () => number;
  readonly budget: Budget | undefined;
  readonly metaKeys: readonly string[];
  readonly errorsAsResults: boolean;
}
