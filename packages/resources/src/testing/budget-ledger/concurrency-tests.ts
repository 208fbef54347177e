import fc from "fast-check";
import { expect, it } from "vitest";
import type { BudgetLedgerSubject } from "./budget-ledger-subject.ts";
import { accountOf, amount, capped, wanted } from "./samples.ts";

const LIMIT = 1_000;

const call = fc.record({
  base: fc.integer({ min: 0, max: 300 }),
  minUnits: fc.integer({ min: 0, max: 20 }),
  extra: fc.integer({ min: 0, max: 300 }),
  /** Part of what was reserved that is really spent. */
  used: fc.float({ min: 0, max: 1, noNaN: true }),
  session: fc.constantFrom("a", "b"),
});

export function concurrencyTests({ create, fuzzRuns = 25 }: BudgetLedgerSubject): void {
  it("never gives 50 who ask at once more than the limit", async () => {
    await using ledger = await create();
    const account = capped(accountOf(), { tokens: LIMIT });
    const asked = Array.from({ length: 50 }, () =>
      ledger.reserve(wanted([account], 30, { minUnits: 1, maxUnits: 40 })),
    );
    const answers = await Promise.all(asked);
    const { reserved } = await ledger.balance(account.account);
    const given = answers.flatMap((answer) => (answer.shortfall === undefined ? [30 + answer.units] : []));
    expect(given.reduce((sum, each) => sum + each, 0)).toBe(reserved.tokens);
    expect(reserved.tokens).toBeLessThanOrEqual(LIMIT);
    expect(given.length).toBeGreaterThanOrEqual(14);
  });

  it("holds every limit whatever is reserved and settled at the same time, and loses nothing", async () => {
    const property = fc.asyncProperty(fc.array(call, { maxLength: 40 }), async (calls) => {
      await using ledger = await create();
      const user = capped(accountOf(), { tokens: LIMIT });
      const session = (sessionId: string) => capped(accountOf({ sessionId }), { tokens: LIMIT / 2 });
      const spent = { a: 0, b: 0 };
      const work = async ({ base, minUnits, extra, used, session: name }: (typeof calls)[number]) => {
        const accounts = [user, session(name)];
        const answer = await ledger.reserve(wanted(accounts, base, { minUnits, maxUnits: minUnits + extra }));
        if (answer.shortfall !== undefined) {
          const { spent: gone, reserved, limit, needed } = answer.shortfall;
          expect(needed).toBe(base + minUnits);
          expect(gone + reserved + needed).toBeGreaterThan(limit);
          return;
        }
        expect(answer.units).toBeGreaterThanOrEqual(minUnits);
        const balance = await ledger.balance(user.account);
        expect(balance.spent.tokens + balance.reserved.tokens).toBeLessThanOrEqual(LIMIT);
        const tokens = Math.floor((base + answer.units) * used);
        await ledger.settle(answer.id, amount(tokens));
        spent[name as "a" | "b"] += tokens;
      };
      await Promise.all(calls.map(work));
      expect(await ledger.balance(user.account)).toEqual({
        spent: amount(spent.a + spent.b),
        reserved: amount(0),
      });
      for (const name of ["a", "b"] as const)
        expect((await ledger.balance(session(name).account)).spent).toEqual(amount(spent[name]));
    });
    await fc.assert(property, { numRuns: fuzzRuns });
  });
}
