import fc from "fast-check";
import { expect, test } from "vitest";
import { printable } from "./printable.ts";

const isObeyed = (character: string) => /\p{Cc}/u.test(character) && !"\n\t".includes(character);
const terminal = { write: () => true, isTTY: true };

test("a pipe gets a text as it is", () => {
  const anyText = fc.string({ unit: "binary" });
  fc.assert(fc.property(anyText, (text) => printable(text, { write: () => true }) === text));
});

test("a terminal gets nothing that it could obey, whatever the text", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      const shown = printable(text, terminal);
      expect([...shown.replaceAll("\r\n", "")].filter(isObeyed)).toEqual([]);
      expect([...shown]).toHaveLength([...text].length);
    }),
  );
  expect(printable("a\tb\r\nc \u001b]0;title\u0007\rd", terminal)).toBe(
    "a\tb\r\nc \u241b]0;title\u2407\u240dd",
  );
});
