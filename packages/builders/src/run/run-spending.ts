import type { RunBudget } from "@pergola/core";
import type { BudgetAmount, BudgetLimits } from "@pergola/resources";

/** What a run may spend, and has spent. */
export interface RunSpending {
  /** Undefined when nothing is limited: then nothing is counted, either. */
  readonly budget: RunBudget | undefined;
  /** With what is reserved: of a call that is still under way nobody knows better. Absent when nothing is counted. */
  spent?(): Promise<BudgetAmount>;
  /** Limits of the call, which a suspended run goes on with. */
  readonly callBudget?: BudgetLimits | undefined;
}
