const MARK = Symbol.for("pergola.step-writes");

/** One value for one state key. A key with a reducer takes each write in turn, others keep the last. */
export type StepWrite = readonly [key: string, value: unknown];

/** What the steps inside a step have written, in order. A step that holds others returns it as its update. */
export interface StepWrites {
  readonly [MARK]: true;
  readonly entries: readonly StepWrite[];
  /** What a chain gives: the state that it was called with, with these writes in it. */
  readonly state?: Readonly<Record<string, unknown>>;
}

export function createStepWrites(
  entries: readonly StepWrite[],
  state?: Readonly<Record<string, unknown>>,
): StepWrites {
  return { [MARK]: true, entries, ...(state !== undefined && { state }) };
}

export function isStepWrites(value: unknown): value is StepWrites {
  return typeof value === "object" && value !== null && MARK in value;
}
