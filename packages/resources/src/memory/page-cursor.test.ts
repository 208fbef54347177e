import fc from "fast-check";
import { expect, it } from "vitest";
import { runCursor, sessionCursor } from "./page-cursor.ts";
import { pageSize } from "./page-size.ts";

it("gives back every revision that it was made of", () => {
  fc.assert(
    fc.property(
      fc.maxSafeNat(),
      (revision) => sessionCursor.decode(sessionCursor.encode(revision)) === revision,
    ),
  );
});

it("is written like this, which users keep and send back", () => {
  expect(sessionCursor.encode(123_456)).toBe("s1.2n9c");
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
          expect(sessionCursor.encode(sessionCursor.decode(text))).toBe(text);
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
  expect(pageSize(limit)).toBe(size);
});

it("does not take the cursor of another kind of page", () => {
  expect(() => runCursor.decode(sessionCursor.encode(5))).toThrow(
    expect.objectContaining({ code: "BAD_CURSOR", message: expect.stringContaining("runs") }),
  );
});
