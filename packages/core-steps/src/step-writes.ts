const MARK = Symbol.for("pergola.step-writes");

/** One value for one state key. A key with a reducer takes each write in turn, others keep the last. */
export type StepWrite = readonly [key: string, value: unknown];

/** What the steps inside a step have written, in order. A step that holds others returns it as its update. */
export interface StepWrites {
  readonly [MARK]: true;
  readonly entries: readonly StepWrite[];
}

export function createStepWrites(entries: readonly StepWrite[]): StepWrites {
  return { [MARK]: true, entries };
}

export function isStepWrites(value: unknown): value is StepWrites {
  return typeof value === "object" && value !== null && MARK in value;
}
