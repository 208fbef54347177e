import { expect, it } from "vitest";
import type { BudgetLedgerSubject } from "./budget-ledger-subject.ts";
import { granted } from "./counting-tests.ts";
import { accountOf, amount, capped, wanted } from "./samples.ts";

export function lifetimeTests({ create, reopen }: BudgetLedgerSubject): void {
  const account = accountOf();

  it("can be closed twice, also at once, and refuses every call afterwards", async () => {
    const ledger = await create();
    await Promise.all([ledger.close(), ledger.close()]);
    await ledger.close();
    const closed = { code: "STORE_CLOSED" };
    await expect(ledger.reserve(wanted([capped(account, {})], 1))).rejects.toMatchObject(closed);
    await expect(ledger.balance(account)).rejects.toMatchObject(closed);
  });

  if (reopen === undefined) return;

  it("knows afterwards what was spent before", async () => {
    const before = await create();
    const { id } = await granted(before, wanted([capped(account, {})], 10));
    await before.settle(id, amount(4, 40));
    await using after = await reopen(before);
    expect(await after.balance(account)).toEqual({ spent: amount(4, 40), reserved: amount(0) });
  });

  it("counts what nobody will settle any more at its reservation", async () => {
    const before = await create();
    const session = accountOf({ sessionId: "s" });
    const { id } = await granted(
      before,
      wanted([capped(account, {}), capped(session, {})], 10, { base: amount(10, 100) }),
    );
    await using after = await reopen(before);
    for (const each of [account, session])
      expect(await after.balance(each)).toEqual({ spent: amount(10, 100), reserved: amount(0) });
    await after.settle(id, amount(1));
    expect((await after.balance(account)).spent).toEqual(amount(10, 100));
  });
}
