import fc from "fast-check";
import { expect, test } from "vitest";
import { addUsage, NO_USAGE, type Usage } from "./usage.ts";

const usage: fc.Arbitrary<Usage> = fc
  .record({
    input: fc.nat(),
    output: fc.nat(),
    cached: fc.nat(),
    written: fc.nat(),
    reasoning: fc.nat(),
    microUsd: fc.option(fc.nat(), { nil: undefined }),
  })
  .map(({ input, output, cached, written, reasoning, microUsd }) => ({
    inputTokens: input,
    outputTokens: output,
    totalTokens: input + output,
    ...(cached > 0 && { cachedInputTokens: cached }),
    ...(written > 0 && { cacheWriteTokens: written }),
    ...(reasoning > 0 && { reasoningTokens: reasoning }),
    ...(microUsd !== undefined && { cost: microUsd / 1_000_000 }),
  }));

test("a sum has every count added", () => {
  const call = { inputTokens: 5, outputTokens: 2, totalTokens: 7, cachedInputTokens: 3, cacheWriteTokens: 1 };
  expect(addUsage(call, { ...call, reasoningTokens: 1 })).toEqual({
    inputTokens: 10,
    outputTokens: 4,
    totalTokens: 14,
    cachedInputTokens: 6,
    cacheWriteTokens: 2,
    reasoningTokens: 1,
  });
});

test("a vendor that counted nothing adds nothing", () => {
  fc.assert(
    fc.property(usage, (some) => {
      expect(addUsage(some, undefined)).toEqual(some);
      expect(addUsage(NO_USAGE, some)).toEqual(some);
    }),
  );
});

test("the order of calls does not matter", () => {
  fc.assert(
    fc.property(usage, usage, usage, (a, b, c) => {
      expect(addUsage(a, b)).toEqual(addUsage(b, a));
      expect(addUsage(addUsage(a, b), c)).toEqual(addUsage(a, addUsage(b, c)));
    }),
  );
});

test("adding changes neither side", () => {
  expect(Object.isFrozen(NO_USAGE)).toBe(true);
  const a = Object.freeze({ inputTokens: 1, outputTokens: 1, totalTokens: 2 });
  expect(addUsage(a, a)).not.toBe(a);
});

test("a sum has a cost when every call in it has one", () => {
  const call = { inputTokens: 5, outputTokens: 2, totalTokens: 7 };
  expect(addUsage({ ...call, cost: 0.1 }, { ...call, cost: 0.2 }).cost).toBe(0.3);
  expect(addUsage({ ...call, cost: 0.1 }, call)).not.toHaveProperty("cost");
  expect(addUsage(call, { ...call, cost: 0.1 })).not.toHaveProperty("cost");
  expect(addUsage(NO_USAGE, { ...call, cost: 0.1 }).cost).toBe(0.1);
});
