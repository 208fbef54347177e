import fc from "fast-check";
import { flowCase } from "./arbitrary-case.test-helper.ts";
import { runCase } from "./run-case.test-helper.ts";

export interface ModelOptions {
  readonly runs: number;
  /** Undefined: another one every time. */
  readonly seed: number | undefined;
  /** Whether a case that fails is made smaller. Default true. */
  readonly isShrinking?: boolean;
}

/** How many cases something occurred in. */
export interface Coverage {
  readonly cases: number;
  readonly counts: ReadonlyMap<string, number>;
}

/** Runs random cases. @throws with the seed and the smallest case that fails */
export async function checkModel({ runs, seed, isShrinking = true }: ModelOptions): Promise<Coverage> {
  const counts = new Map<string, number>();
  let cases = 0;
  let hasFailed = false;
  const property = fc.asyncProperty(flowCase, async (each) => {
    const report = await runCase(each);
    fc.pre(report !== undefined);
    if (!hasFailed) {
      cases++;
      for (const label of report.labels) counts.set(label, (counts.get(label) ?? 0) + 1);
    }
    if (report.violations.length === 0) return;
    hasFailed = true;
    throw new Error(report.violations.join("\n"));
  });
  await fc.assert(property, {
    numRuns: runs,
    endOnFailure: !isShrinking,
    maxSkipsPerRun: 20,
    ...(seed !== undefined && { seed }),
  });
  return { cases, counts };
}
