import type { SequenceStep } from "./sequence-step.ts";

/** How far a list of names follows the steps. */
export interface SequenceMatch {
  /** Names that fit, from the first. */
  readonly matched: number;
  /** Names that could have come next. */
  readonly expected: readonly string[];
  readonly isComplete: boolean;
}

type Steps = readonly SequenceStep[];

/**
 * Follows the steps name by name. A name may stand in several branches, so all ways to go on are kept: the steps that are
 * left after a name are its derivative (Brzozowski, "Derivatives of Regular Expressions", 1964).
 */
export function matchSequence(steps: Steps, names: readonly string[]): SequenceMatch {
  let left: readonly Steps[] = [steps];
  for (const [index, name] of names.entries()) {
    const next = distinct(left.flatMap((each) => after(each, name)));
    if (next.length === 0) return { matched: index, expected: expectedNext(left), isComplete: false };
    left = next;
  }
  const isComplete = left.some((each) => isDone(each));
  return { matched: names.length, expected: isComplete ? [] : expectedNext(left), isComplete };
}

/** What may be left of the steps after a name; nothing when it does not fit. */
function after([step, ...rest]: Steps, name: string): Steps[] {
  if (step === undefined) return [];
  if (typeof step === "string") return step === name ? [rest] : [];
  const inBranches = step.branches.flatMap((branch, index) =>
    after(branch, name).map((left) => [{ branches: step.branches.with(index, left) }, ...rest]),
  );
  return isDone([step]) ? [...inBranches, ...after(rest, name)] : inBranches;
}

function isDone(steps: Steps): boolean {
  return steps.every((step) => typeof step !== "string" && step.branches.every(isDone));
}

function expectedNext(left: readonly Steps[]): readonly string[] {
  return [...new Set(left.flatMap(firstNames))];
}

function firstNames([step, ...rest]: Steps): readonly string[] {
  if (step === undefined) return [];
  if (typeof step === "string") return [step];
  const names = step.branches.flatMap(firstNames);
  return isDone([step]) ? [...names, ...firstNames(rest)] : names;
}

function distinct(lists: readonly Steps[]): readonly Steps[] {
  return [...new Map(lists.map((steps) => [JSON.stringify(steps), steps])).values()];
}
