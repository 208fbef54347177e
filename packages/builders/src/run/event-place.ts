import type { RunContext } from "./run-context.ts";

/** The step that an event is about. */
export interface EventPlace {
  readonly step: string;
  /** Which of several runs of that step at the same time it is: `urls[2]`. */
  readonly label?: string;
}

/** How the events of this part of the run name a step. */
export function placeOf({ label }: RunContext, step: string): EventPlace {
  return label === undefined ? { step } : { step, label };
}
