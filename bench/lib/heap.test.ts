import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { beforeAll, expect, test } from "vitest";
import { heapOf, heapSlope } from "./heap.ts";

beforeAll(() => {
  setFlagsFromString("--expose-gc");
  globalThis.gc ??= runInNewContext("gc") as typeof globalThis.gc;
});

test("the slope is what each turn leaves, and what the first turns left does not count", async () => {
  let bytes = 1_000_000;
  let turns = 0;
  const once = async () => {
    bytes += turns++ < 200 ? 5_000 : 7;
  };
  expect(await heapSlope(once, { iterations: 1_000, warmUp: 200, read: async () => bytes })).toBeCloseTo(7);
  expect(turns).toBe(1_200);
});

test("a leak of some kilobytes a turn is seen in the real heap, and garbage is not", async () => {
  // Far above what else the process does with its heap meanwhile.
  const leak: unknown[] = [];
  const heavy = () => Array.from({ length: 1_024 }, (_, index) => index + 0.5);
  const leaking = await heapSlope(async () => leak.push(heavy()), { iterations: 500, warmUp: 100 });
  expect(leaking).toBeGreaterThan(6_000);
  expect(leak).toHaveLength(600);
  const clean = await heapSlope(async () => heavy(), { iterations: 500, warmUp: 100 });
  expect(Math.abs(clean)).toBeLessThan(3_000);
});

test("what is kept has its weight", async () => {
  // Large beside what else the process does with its heap meanwhile.
  const bytes = await heapOf(async () => Array.from({ length: 16_384 }, (_, index) => index + 0.5));
  expect(bytes).toBeGreaterThan(100_000);
  expect(bytes).toBeLessThan(300_000);
});
