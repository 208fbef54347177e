import { expect, test } from "vitest";
import { bookProblems, entryProblem } from "./ledger.ts";
import { LEDGERS } from "./ledgers.ts";

test.each(LEDGERS.map((ledger) => [ledger.name, ledger] as const))(
  "every setting of %s has an entry, and every entry a setting",
  (_, ledger) => {
    expect(bookProblems(ledger)).toEqual([]);
  },
);

test.each(
  LEDGERS.flatMap(({ name, entries }) => entries.map((each) => [`${name}.${each.path}`, each] as const)),
)("%s changes what happens", async (_, each) => {
  expect(await entryProblem(each)).toBeUndefined();
});
