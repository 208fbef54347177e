import fc from "fast-check";
import { expect, it } from "vitest";
import { canonicalKey } from "./canonical-key.ts";

it("does not see the order of keys, nor keys that are undefined", () => {
  expect(canonicalKey({ b: 1, a: { d: 2, c: [3] } })).toBe(
    canonicalKey({ a: { c: [3], d: 2 }, b: 1, e: undefined }),
  );
});

it("tells functions and instances apart by identity", () => {
  const first = () => 1;
  const second = () => 1;
  expect(canonicalKey({ fetch: first })).toBe(canonicalKey({ fetch: first }));
  expect(canonicalKey({ fetch: first })).not.toBe(canonicalKey({ fetch: second }));
  expect(canonicalKey({ at: new Date(0) })).not.toBe(canonicalKey({ at: new Date(0) }));
});

it("is injective on JSON values", () => {
  fc.assert(
    fc.property(fc.jsonValue({ noUnicodeString: false }), fc.jsonValue(), (a, b) => {
      const areEqual = JSON.stringify(sorted(a)) === JSON.stringify(sorted(b));
      expect(canonicalKey(a) === canonicalKey(b)).toBe(areEqual);
      expect(canonicalKey(JSON.parse(JSON.stringify(a)))).toBe(canonicalKey(JSON.parse(JSON.stringify(a))));
    }),
  );
});

it('keeps 1 and "1", null and "null" apart', () => {
  expect(canonicalKey({ a: 1 })).not.toBe(canonicalKey({ a: "1" }));
  expect(canonicalKey([null])).not.toBe(canonicalKey(["null"]));
});

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, item]) => [key, sorted(item)]),
  );
}

it("refuses what holds itself, and says where", () => {
  const body: Record<string, unknown> = {};
  body.list = [body];
  expect(() => canonicalKey({ body }, "openai")).toThrow(
    expect.objectContaining({
      code: "PROVIDER_CONFIG_INVALID",
      message: expect.stringContaining("openai"),
      details: { problems: [expect.objectContaining({ path: ["body", "list", "0", "list"] })] },
    }),
  );
  const shared = { a: 1 };
  expect(canonicalKey([shared, shared])).toBe(canonicalKey([{ a: 1 }, { a: 1 }]));
});
