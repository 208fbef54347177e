import type { RunEvent } from "@pergola/core";
import type { RunResult } from "./run-result.ts";

/** A run that is ready to be executed once. */
export interface PreparedRun {
  execute(onEvent?: (event: RunEvent) => void | Promise<void>): Promise<RunResult>;
  abort(reason: Error): void;
}
