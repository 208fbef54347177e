import { describe } from "vitest";
import type { BudgetLedgerSubject } from "./budget-ledger/budget-ledger-subject.ts";
import { concurrencyTests } from "./budget-ledger/concurrency-tests.ts";
import { countingTests } from "./budget-ledger/counting-tests.ts";
import { isolationTests } from "./budget-ledger/isolation-tests.ts";
import { lifetimeTests } from "./budget-ledger/lifetime-tests.ts";

/**
 * The tests that every BudgetLedger passes. Call it at the top of a vitest file; it registers its own `describe`. It covers
 * reserving and settling, several accounts at once, isolation and hostile ids, many callers at the same time as a property,
 * close, and, for a durable one, what is known after it.
 */
export function budgetLedgerContract(subject: BudgetLedgerSubject): void {
  describe(`${subject.name} as a BudgetLedger`, () => {
    describe("counting", () => countingTests(subject));
    describe("isolation", () => isolationTests(subject));
    describe("many at once", () => concurrencyTests(subject));
    describe("lifetime", () => lifetimeTests(subject));
  });
}
