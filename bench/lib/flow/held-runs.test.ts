import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { beforeAll, expect, test } from "vitest";
import { heapOfRuns } from "./held-runs.ts";
import type { Step } from "./run.ts";

beforeAll(() => {
  setFlagsFromString("--expose-gc");
  globalThis.gc ??= runInNewContext("gc") as typeof globalThis.gc;
});

/** A chain that holds numbers beside each message: for as long as it is under way, or for good. */
function heavyChain(steps: readonly Step[], keeps: boolean) {
  const kept = new Set<number[]>();
  return async (input: number) => {
    const heavy = Array.from({ length: 1_024 }, (_, index) => index + 0.5);
    kept.add(heavy);
    let value = input;
    for (const step of steps) value = await step(value);
    if (!keeps) kept.delete(heavy);
    return value;
  };
}

test("messages in the middle of a chain are weighed, and what they leave behind", async () => {
  const clean = await heapOfRuns((steps) => heavyChain(steps, false), 500);
  expect(clean.held).toBeGreaterThan(6_000);
  expect(Math.abs(clean.left)).toBeLessThan(3_000);
  const leaking = await heapOfRuns((steps) => heavyChain(steps, true), 500);
  expect(leaking.left).toBeGreaterThan(6_000);
});
