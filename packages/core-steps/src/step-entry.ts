import type { AnyStepStrategy } from "./step-strategy.ts";

/** One step of a workflow, as data: its type (a registered name or a strategy) and its config. */
export interface StepEntry {
  readonly step: string | AnyStepStrategy;
  readonly config: Readonly<Record<string, unknown>>;
}

/** Name of an entry's step type. */
export function stepTypeName(entry: StepEntry): string {
  return typeof entry.step === "string" ? entry.step : entry.step.name;
}
