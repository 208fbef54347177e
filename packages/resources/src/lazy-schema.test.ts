import { expect, it } from "vitest";
import { z } from "zod";
import { lazySchema } from "./lazy-schema.ts";

it("a lazy schema is made at its first use, once, and is a schema in every way", () => {
  let made = 0;
  const lazy = lazySchema(() => {
    made += 1;
    return z.strictObject({ a: z.number().describe("A number.") });
  });
  expect(made).toBe(0);
  expect(lazy.parse({ a: 1 })).toEqual({ a: 1 });
  expect(lazy.safeParse({ a: 1, b: 2 }).success).toBe(false);
  expect(lazy instanceof z.ZodType).toBe(true);
  expect(lazy.optional().parse(undefined)).toBeUndefined();
  expect(z.object({ inner: lazy }).parse({ inner: { a: 2 } })).toEqual({ inner: { a: 2 } });
  expect(lazy.extend({ b: z.string() }).parse({ a: 1, b: "x" })).toEqual({ a: 1, b: "x" });
  expect(z.toJSONSchema(lazy)).toEqual(
    z.toJSONSchema(z.strictObject({ a: z.number().describe("A number.") })),
  );
  expect(Object.keys(lazy)).toContain("def");
  expect("shape" in lazy).toBe(true);
  expect(made).toBe(1);
});
