import { expect, test } from "vitest";
import { z } from "zod";
import { bookProblems, entry, entryProblem } from "./ledger.ts";

const schema = z.strictObject({ size: z.number(), color: z.object({ hue: z.number() }) });
const alive = (path: string) => entry(path, [1, 2], (value) => ({ value }));
const entries = [alive("size"), alive("color.hue")];

test("books that are complete have no problem", () => {
  expect(bookProblems({ name: "box", schema, entries })).toEqual([]);
});

test("a new setting without an entry is a problem, wherever it stands", () => {
  const grown = schema.extend({
    lid: z.boolean(),
    color: z.object({ hue: z.number(), alpha: z.number().optional() }),
  });
  expect(bookProblems({ name: "box", schema: grown, entries })).toEqual([
    "nothing shows what color.alpha does: add an entry in test/field-ledger/entries",
    "nothing shows what lid does: add an entry in test/field-ledger/entries",
  ]);
});

test("an entry for a setting that is gone is a problem, and so is an exception", () => {
  const exceptions = { depth: "It is measured elsewhere." };
  expect(bookProblems({ name: "box", schema: schema.omit({ size: true }), entries, exceptions })).toEqual([
    "there is no setting size",
    "there is no setting depth",
  ]);
});

test("a setting that is booked twice is a problem", () => {
  expect(bookProblems({ name: "box", schema, entries: [...entries, alive("size")] })).toEqual([
    "size is there twice",
  ]);
});

test("an entry whose values are seen as different things is alive", async () => {
  expect(await entryProblem(alive("size"))).toBeUndefined();
});

test("an entry whose values are seen as the same thing is dead", async () => {
  const dead = entry("size", [1, 2], async () => ({ sent: ["hello"] }));
  expect(await entryProblem(dead)).toBe('both values are seen as {"sent":["hello"]}');
});

test("an entry that sees one value differently each time proves nothing", async () => {
  let count = 0;
  const restless = entry("size", [1, 2], () => ++count);
  expect(await entryProblem(restless)).toBe("the same value is seen as 1 and as 3");
});

test("an entry that fails does not count as a difference", async () => {
  const broken = entry("size", [1, 2], (value) => {
    if (value === 2) throw new Error("no such size");
  });
  await expect(entryProblem(broken)).rejects.toThrow("no such size");
});
