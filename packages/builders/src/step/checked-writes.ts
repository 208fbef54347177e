import type { StepWrite } from "@pergola/core-steps";

/** Writes of steps that ran inside another step. They are the same objects wherever that step hands them on. */
const checked = new WeakSet<StepWrite>();

/** What steps inside a step have written is checked: their values are as the state has them. */
export function noteChecked(writes: readonly StepWrite[]): void {
  for (const write of writes) checked.add(write);
}

export function isChecked(write: StepWrite): boolean {
  return checked.has(write);
}
