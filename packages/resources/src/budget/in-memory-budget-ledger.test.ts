import { expect, test } from "vitest";
import { accountOf, capped, wanted } from "../testing/budget-ledger/samples.ts";
import { budgetLedgerContract } from "../testing/budget-ledger-contract.ts";
import { createInMemoryBudgetLedger } from "./in-memory-budget-ledger.ts";

budgetLedgerContract({ name: "the in-memory ledger", create: async () => createInMemoryBudgetLedger() });

test("a full ledger lets go of the accounts of days gone by, and of no others", async () => {
  await using ledger = createInMemoryBudgetLedger({ maxAccounts: 2 });
  const reserve = (period: string, userId = "ada") =>
    ledger.reserve(wanted([capped(accountOf({ period, userId }), {})], 1));
  const yesterday = await reserve("2026-11-20");
  await reserve("total");
  await expect(reserve("2026-11-21")).rejects.toMatchObject({
    code: "BUDGET_LEDGER_FULL",
    details: { maxAccounts: 2 },
  });
  if (yesterday.shortfall === undefined) await ledger.settle(yesterday.id, { tokens: 1, nanoUsd: 0 });
  await reserve("2026-11-21");
  await expect(reserve("2026-11-21", "bob")).rejects.toMatchObject({ code: "BUDGET_LEDGER_FULL" });
  expect((await ledger.balance(accountOf())).reserved.tokens).toBe(1);
});

test("how many accounts it may have must be a number that makes sense", () => {
  expect(() => createInMemoryBudgetLedger({ maxAccounts: 0 })).toThrow(/maxAccounts/);
});
