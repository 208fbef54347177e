import { expect, it } from "vitest";
import { HOSTILE_IDS } from "../conversation-store/hostile-ids.ts";
import type { BudgetLedgerSubject } from "./budget-ledger-subject.ts";
import { granted } from "./counting-tests.ts";
import { accountOf, amount, capped, wanted } from "./samples.ts";

export function isolationTests({ create }: BudgetLedgerSubject): void {
  it("counts tenants, agents, users, sessions and periods apart", async () => {
    await using ledger = await create();
    const others = [
      accountOf({ tenantId: "other" }),
      accountOf({ agentId: "other" }),
      accountOf({ userId: "other" }),
      accountOf({ sessionId: "other" }),
      accountOf({ period: "2026-11" }),
      accountOf({ period: "2026-11-21" }),
    ];
    await granted(ledger, wanted([capped(accountOf(), {})], 10));
    for (const other of others) expect((await ledger.balance(other)).reserved).toEqual(amount(0));
    await Promise.all(others.map((other) => granted(ledger, wanted([capped(other, {})], 1))));
    expect((await ledger.balance(accountOf())).reserved).toEqual(amount(10));
  });

  it("takes ids of any form for what they are", async () => {
    await using ledger = await create();
    const accounts = HOSTILE_IDS.map((userId) => accountOf({ userId, sessionId: userId }));
    for (const [index, account] of accounts.entries())
      await granted(ledger, wanted([capped(account, {})], index + 1));
    for (const [index, account] of accounts.entries())
      expect((await ledger.balance(account)).reserved.tokens).toBe(index + 1);
  });
}
