import fc from "fast-check";
import { expect, it } from "vitest";
import { decodeSessionCursor, encodeSessionCursor } from "./session-cursor.ts";
import { sessionPageSize } from "./session-page-size.ts";

it("gives back every revision that it was made of", () => {
  fc.assert(
    fc.property(
      fc.maxSafeNat(),
      (revision) => decodeSessionCursor(encodeSessionCursor(revision)) === revision,
    ),
  );
});

it("is written like this, which users keep and send back", () => {
  expect(encodeSessionCursor(123_456)).toBe("s1.2n9c");
});

it("takes no other text for a cursor than one it wrote", () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.string().map((text) => `s1.${text}`),
      ),
      (text) => {
        try {
          expect(encodeSessionCursor(decodeSessionCursor(text))).toBe(text);
        } catch (error) {
          expect(error).toMatchObject({ code: "BAD_CURSOR" });
        }
      },
    ),
  );
});

it.each([
  [undefined, 50],
  [Number.NaN, 50],
  [-1, 1],
  [0, 1],
  [7.9, 7],
  [200, 200],
  [201, 200],
  [Number.POSITIVE_INFINITY, 200],
])("a page for the limit %s holds %s sessions", (limit, size) => {
  expect(sessionPageSize(limit)).toBe(size);
});
