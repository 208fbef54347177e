import type { ConfigProblem } from "../provider-factory.ts";

/** A defect of the resources: where (`["memory", "dependencies", 0]`), why, and how to mend it. */
export interface ResourceProblem extends ConfigProblem {
  /** The resources that lead to it, from one that nobody needs down to the one concerned; a cycle ends where it began. */
  readonly chain?: readonly string[];
}

/** What one phase of validation has found; nothing stands in the way of a start when there are no errors. */
export interface ValidationResult {
  readonly errors: readonly ResourceProblem[];
  readonly warnings: readonly ResourceProblem[];
}

/** Several results as one, in order. */
export function mergeResults(results: readonly Partial<ValidationResult>[]): ValidationResult {
  return {
    errors: results.flatMap(({ errors = [] }) => errors),
    warnings: results.flatMap(({ warnings = [] }) => warnings),
  };
}
