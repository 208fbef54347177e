import { expect, test } from "vitest";
import { bookProblems, entryProblem, type Ledger } from "./ledger.ts";

/** The tests of ledgers: that their books are complete, and that every setting is alive. */
export function ledgerTests(ledgers: readonly Ledger[]): void {
  test.each(ledgers.map((ledger) => [ledger.name, ledger] as const))(
    "every setting of %s has an entry, and every entry a setting",
    (_, ledger) => {
      expect(bookProblems(ledger)).toEqual([]);
    },
  );

  test.each(
    ledgers.flatMap(({ name, entries }) => entries.map((each) => [`${name}.${each.path}`, each] as const)),
  )("%s changes what happens", async (_, each) => {
    expect(await entryProblem(each)).toBeUndefined();
  });
}
