import { deepStrictEqual } from "node:assert";
import fc from "fast-check";
import { workflowCase } from "./arbitrary-case.test-helper.ts";
import { labelsOf } from "./coverage.test-helper.ts";
import { interpret } from "./reference-run.test-helper.ts";
import { runCase } from "./run-case.test-helper.ts";
import type { Outcome, WorkflowCase } from "./workflow-case.test-helper.ts";

export interface ModelOptions {
  readonly runs: number;
  /** Undefined: another one every time. */
  readonly seed: number | undefined;
  /** Whether a case that fails is made smaller. Default true. */
  readonly isShrinking?: boolean;
  /** What a case is run by, and what it can see of it. Default: a workflow by itself, everything. */
  readonly run?: (each: WorkflowCase) => Promise<Partial<Outcome>>;
}

/** How many cases something occurred in. */
export interface Coverage {
  readonly cases: number;
  readonly counts: ReadonlyMap<string, number>;
}

/** Runs random workflows and compares what comes of them. @throws with the seed and the smallest case that fails */
export async function checkModel({ runs, seed, isShrinking = true, run }: ModelOptions): Promise<Coverage> {
  const counts = new Map<string, number>();
  let cases = 0;
  const property = fc.asyncProperty(workflowCase, async (each) => {
    const noted = new Set<string>();
    const expected = interpret(each, (label) => noted.add(label));
    cases++;
    for (const label of labelsOf(expected, noted)) counts.set(label, (counts.get(label) ?? 0) + 1);
    const seen = await (run?.(each) ?? runCase(each, cases % 2 === 0));
    deepStrictEqual(seen, only(Object.keys(seen), expected));
  });
  await fc.assert(property, {
    numRuns: runs,
    endOnFailure: !isShrinking,
    ...(seed !== undefined && { seed }),
  });
  return { cases, counts };
}

const only = (keys: readonly string[], outcome: Outcome) =>
  Object.fromEntries(Object.entries(outcome).filter(([key]) => keys.includes(key)));
