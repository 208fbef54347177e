/** Branches whose nodes may come mixed; in each branch the order counts. */
export interface AnyOrder {
  readonly branches: readonly (readonly SequenceStep[])[];
}

/** A node's name, or branches that run beside each other. */
export type SequenceStep = string | AnyOrder;

/**
 * Branches that run beside each other: `anyOrder("b", "c")`, `anyOrder(["b1", "b2"], "c")`. What stands after it comes
 * after all of them.
 */
export function anyOrder(...branches: readonly (string | readonly SequenceStep[])[]): AnyOrder {
  return { branches: branches.map((branch) => (typeof branch === "string" ? [branch] : branch)) };
}

/** As it stands in messages. */
export function formatSteps(steps: readonly SequenceStep[]): string {
  if (steps.length === 0) return "nothing";
  return steps
    .map((step) =>
      typeof step === "string"
        ? step
        : `{ ${step.branches.map((branch) => formatSteps(branch)).join(" | ")} }`,
    )
    .join(" → ");
}
