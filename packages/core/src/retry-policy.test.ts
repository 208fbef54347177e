import fc from "fast-check";
import { expect, test } from "vitest";
import { backoffMs } from "./retry-policy.ts";

test("the waits double from half a second by default", () => {
  const waits = [1, 2, 3, 4].map((retry) => backoffMs({ jitter: false }, retry));
  expect(waits).toEqual([500, 1_000, 2_000, 4_000]);
});

test("base, factor and longest wait are as told", () => {
  const policy = { backoffBaseMs: 10, backoffFactor: 3, maxBackoffMs: 100, jitter: false };
  expect([1, 2, 3, 4, 1_000].map((retry) => backoffMs(policy, retry))).toEqual([10, 30, 90, 100, 100]);
});

test("jitter spreads a wait between half and all of it", () => {
  expect(backoffMs({}, 1, () => 0)).toBe(250);
  expect(backoffMs({}, 1, () => 0.5)).toBe(375);
  expect(backoffMs({}, 1, () => 1)).toBe(500);
});

test("without a wait to grow from there is none, however often", () => {
  expect(backoffMs({ backoffBaseMs: 0 }, 2_000)).toBe(0);
});

test("no policy and no retry number makes a wait that is negative, endless or no number", () => {
  const policy = fc.record(
    {
      backoffBaseMs: fc.nat(),
      backoffFactor: fc.double({ min: 1, max: 1e6, noNaN: true }),
      maxBackoffMs: fc.nat(),
    },
    { requiredKeys: [] },
  );
  const random = fc.double({ min: 0, max: 1, noNaN: true });
  fc.assert(
    fc.property(policy, fc.integer({ min: 1, max: 5_000 }), random, (some, retry, chance) => {
      const wait = backoffMs(some, retry, () => chance);
      expect(wait).toBeGreaterThanOrEqual(0);
      expect(wait).toBeLessThanOrEqual(some.maxBackoffMs ?? 30_000);
    }),
  );
});
