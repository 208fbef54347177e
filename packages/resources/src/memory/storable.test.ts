import fc from "fast-check";
import { expect, it } from "vitest";
import { toStorable } from "./storable.ts";

it("is the JSON of every well-formed value, unchanged", () => {
  fc.assert(
    fc.property(
      fc.jsonValue({ stringUnit: "binary" }),
      (value) => toStorable(value) === JSON.stringify(value),
    ),
  );
  expect(toStorable("a\\ud83d \\\\ud83d 💥 \u0000")).toBe(JSON.stringify("a\\ud83d \\\\ud83d 💥 \u0000"));
});

it("holds only well-formed text, whatever went in", () => {
  const anyText = fc
    .array(fc.integer({ min: 0xd7f0, max: 0xe010 }))
    .map((units) => String.fromCharCode(...units));
  const withBackslashes = fc
    .array(fc.oneof(anyText, fc.constant("\\")), { maxLength: 5 })
    .map((all) => all.join(""));
  fc.assert(
    fc.property(withBackslashes, (text) => {
      expect(JSON.parse(toStorable({ [text]: text }))).toEqual({
        [text.toWellFormed()]: text.toWellFormed(),
      });
    }),
  );
});

it("refuses what JSON cannot say", () => {
  const circle: unknown[] = [];
  circle.push(circle);
  for (const value of [circle, 1n, undefined, () => 1, { toJSON: () => 1n }]) {
    expect(() => toStorable(value)).toThrow(expect.objectContaining({ code: "NOT_STORABLE" }));
  }
});
