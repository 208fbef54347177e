import type { BudgetLedger } from "../../budget/budget-ledger.ts";

/** What the suite needs to know of a ledger. */
export interface BudgetLedgerSubject {
  /** Shown in the test report. */
  readonly name: string;
  /** Makes an empty ledger; called once per test, which closes it. */
  create(): Promise<BudgetLedger>;
  /** Closes the ledger and opens its data again as a new process would. Leave it out for a ledger that is not durable. */
  reopen?(ledger: BudgetLedger): Promise<BudgetLedger>;
  /** Command sequences that the fuzz tries. Default 25. */
  readonly fuzzRuns?: number;
}
