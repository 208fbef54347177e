import { expect, it } from "vitest";
import type { BudgetLedger, WantedReservation } from "../../budget/budget-ledger.ts";
import type { BudgetLedgerSubject } from "./budget-ledger-subject.ts";
import { accountOf, amount, capped, wanted } from "./samples.ts";

/** The id and the units of a reservation that must have room. */
export async function granted(ledger: BudgetLedger, reservation: WantedReservation) {
  const answer = await ledger.reserve(reservation);
  if (answer.shortfall !== undefined) throw new Error(`No room: ${JSON.stringify(answer.shortfall)}`);
  return answer;
}

export function countingTests({ create }: BudgetLedgerSubject): void {
  const ada = accountOf();

  it("begins with nothing", async () => {
    await using ledger = await create();
    expect(await ledger.balance(ada)).toEqual({ spent: amount(0), reserved: amount(0) });
  });

  it("reserves the whole when there is room, and puts what was spent in its place", async () => {
    await using ledger = await create();
    const unit = amount(1, 10);
    const { id, units } = await granted(
      ledger,
      wanted([capped(ada, { tokens: 100 })], 40, { base: amount(40, 400), unit, maxUnits: 60 }),
    );
    expect(units).toBe(60);
    expect(await ledger.balance(ada)).toEqual({ spent: amount(0), reserved: amount(100, 1_000) });
    await ledger.settle(id, amount(7, 70));
    expect(await ledger.balance(ada)).toEqual({ spent: amount(7, 70), reserved: amount(0) });
  });

  it("reserves as many units as there is room for, in tokens and in money", async () => {
    await using ledger = await create();
    const accounts = [capped(ada, { tokens: 100, nanoUsd: 1_000 })];
    const first = wanted(accounts, 10, { base: amount(10, 95), unit: amount(1, 10), maxUnits: 1_000 });
    expect((await granted(ledger, first)).units).toBe(90);
    const dear = [capped(accountOf({ userId: "bob" }), { tokens: 100, nanoUsd: 1_000 })];
    const second = { ...first, accounts: dear, unit: amount(1, 100) };
    expect((await granted(ledger, second)).units).toBe(9);
  });

  it("refuses what has no room for the least that is of use, says how it stands, and takes nothing", async () => {
    await using ledger = await create();
    const tight = capped(accountOf({ sessionId: "s" }), { tokens: 50 });
    const { id } = await granted(ledger, wanted([tight], 20));
    await ledger.settle(id, amount(15));
    await granted(ledger, wanted([tight], 10));
    const wide = capped(ada, { tokens: 1_000 });
    const answer = await ledger.reserve(wanted([wide, tight], 10, { minUnits: 16, maxUnits: 100 }));
    expect(answer).toEqual({
      shortfall: { index: 1, unit: "tokens", spent: 15, reserved: 10, limit: 50, needed: 26 },
    });
    expect(await ledger.balance(ada)).toEqual({ spent: amount(0), reserved: amount(0) });
    expect((await ledger.balance(tight.account)).reserved).toEqual(amount(10));
  });

  it("takes the same from every account", async () => {
    await using ledger = await create();
    const session = accountOf({ sessionId: "s" });
    const accounts = [capped(ada, { tokens: 500 }), capped(session, { tokens: 50 })];
    const { id, units } = await granted(ledger, wanted(accounts, 10, { maxUnits: 100 }));
    expect(units).toBe(40);
    for (const account of [ada, session])
      expect((await ledger.balance(account)).reserved).toEqual(amount(50));
    await ledger.settle(id, amount(3));
    for (const account of [ada, session])
      expect(await ledger.balance(account)).toEqual({ spent: amount(3), reserved: amount(0) });
  });

  it("takes once from an account that is named twice, and holds to the smaller limit", async () => {
    await using ledger = await create();
    const accounts = [capped(ada, { tokens: 500 }), capped(ada, { tokens: 60 })];
    const { units } = await granted(ledger, wanted(accounts, 10, { maxUnits: 100 }));
    expect(units).toBe(50);
    expect((await ledger.balance(ada)).reserved).toEqual(amount(60));
  });

  it("settles once, and an id that nobody knows not at all", async () => {
    await using ledger = await create();
    const { id } = await granted(ledger, wanted([capped(ada, {})], 10));
    await Promise.all([ledger.settle(id, amount(4)), ledger.settle(id, amount(5))]);
    await ledger.settle(id, amount(6));
    await ledger.settle("nobody's", amount(7));
    const { spent, reserved } = await ledger.balance(ada);
    expect([4, 5]).toContain(spent.tokens);
    expect(reserved).toEqual(amount(0));
  });

  it("counts more than was reserved when more was spent", async () => {
    await using ledger = await create();
    const account = capped(ada, { tokens: 100 });
    const { id } = await granted(ledger, wanted([account], 10));
    await ledger.settle(id, amount(200));
    expect(await ledger.reserve(wanted([account], 1))).toMatchObject({
      shortfall: { spent: 200, reserved: 0 },
    });
  });
}
