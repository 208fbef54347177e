import { getEventListeners } from "node:events";
import { sleep } from "@pergola/core";
import { createFlow, node } from "@pergola/flow-runtime";
import fc from "fast-check";
import { expect, test } from "vitest";
import { createVirtualTime } from "../index.ts";

const policy = { maxRetries: 3, backoffBaseMs: 1_000, jitter: true };
const shaky = node({ name: "shaky", policy }, (value: number, { attempt }) => {
  if (attempt < 3) throw new Error("no");
  return value;
});

test("time stands still until it is moved", async () => {
  const { seams, ...time } = createVirtualTime({ startAt: 5 });
  const fired: number[] = [];
  seams.clock.setTimer(10, () => fired.push(seams.clock.now()));
  const cancel = seams.clock.setTimer(3, () => fired.push(-1));
  cancel();
  await time.advance(9);
  expect([fired, seams.clock.now(), seams.clock.monotonic()]).toEqual([[], 14, 9]);
  await time.advance(1);
  expect(fired).toEqual([15]);
});

test("what waits is known", async () => {
  const time = createVirtualTime({ startAt: 100 });
  expect([time.now, time.pendingTimers, time.nextTimerAt]).toEqual([100, 0, undefined]);
  time.seams.clock.setTimer(50, () => {});
  const cancel = time.seams.clock.setTimer(-7, () => {});
  expect([time.pendingTimers, time.nextTimerAt]).toEqual([2, 100]);
  cancel();
  await time.advance(49);
  expect([time.now, time.pendingTimers, time.nextTimerAt]).toEqual([149, 1, 150]);
  await time.advance(1);
  expect([time.pendingTimers, time.nextTimerAt]).toEqual([0, undefined]);
});

test("moves at once come one after the other, so that time never goes back", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat(50), { maxLength: 6 }), fc.array(fc.nat(100)), async (moves, delays) => {
      const time = createVirtualTime();
      const seen: number[] = [];
      for (const delay of delays) time.seams.clock.setTimer(delay, () => seen.push(time.now));
      await Promise.all(moves.map((byMs) => time.advance(byMs)));
      const total = moves.reduce((sum, byMs) => sum + byMs, 0);
      expect(time.now).toBe(total);
      const due = moves.length === 0 ? [] : delays.filter((delay) => delay <= total);
      expect(seen).toEqual(due.sort((one, other) => one - other));
    }),
    { numRuns: 30 },
  );
});

test("a callback that throws stops no later move", async () => {
  const time = createVirtualTime();
  time.seams.clock.setTimer(1, () => {
    throw new Error("no");
  });
  await expect(time.advance(5)).rejects.toThrow("no");
  await time.advance(5);
  expect(time.now).toBeGreaterThanOrEqual(5);
});

test("ids, waits and random numbers are the same in each run, and others with another seed", async () => {
  const waitsOf = async (seed?: number) => {
    const time = createVirtualTime(seed === undefined ? {} : { seed });
    await using flow = createFlow({ ...time.seams, edges: [shaky.to()] });
    const waits: unknown[] = [];
    flow.on(({ type, traceId, delayMs }) => type === "node-retried" && waits.push([traceId, delayMs]));
    await time.settle(Promise.all([flow.call(1), flow.call(2)]));
    return waits;
  };
  const first = await waitsOf();
  expect(new Set(first.map((each) => (each as unknown[])[0]))).toEqual(new Set(["trace-1", "trace-2"]));
  expect(await waitsOf()).toEqual(first);
  expect(await waitsOf(2)).not.toEqual(first);
});

test("random numbers lie between 0 and 1, evenly", () => {
  const { random } = createVirtualTime().seams;
  const numbers = Array.from({ length: 10_000 }, random);
  expect(numbers.every((each) => each >= 0 && each < 1)).toBe(true);
  expect(numbers.reduce((sum, each) => sum + each, 0) / numbers.length).toBeCloseTo(0.5, 1);
  expect(new Set(numbers).size).toBe(10_000);
});

test("settling moves from timer to timer, also to those that come late, and gives what the work gives", async () => {
  const time = createVirtualTime();
  const { clock } = time.seams;
  const work = async () => {
    await sleep(3_600_000, { clock });
    await new Promise((resolve) => setTimeout(resolve, 5));
    await sleep(1_000, { clock });
    return time.now;
  };
  expect(await time.settle(work())).toBe(3_601_000);
  clock.setTimer(1_000, () => {});
  await time.settle(Promise.resolve());
  expect(time.now).toBe(3_601_000);
  await expect(time.settle(Promise.reject(new Error("no")))).rejects.toThrow("no");
});

test("settling ends with its signal and with its patience, and leaves no listener", async () => {
  const time = createVirtualTime();
  const never = new Promise<void>(() => {});
  await expect(time.settle(never, { patienceMs: 10 })).rejects.toMatchObject({ code: "NEVER_SETTLED" });
  const controller = new AbortController();
  const stopped = time.settle(never, { signal: controller.signal });
  expect(getEventListeners(controller.signal, "abort")).toHaveLength(1);
  await time.settle(Promise.resolve(), { signal: controller.signal });
  expect(getEventListeners(controller.signal, "abort")).toHaveLength(1);
  controller.abort(new Error("enough"));
  await expect(stopped).rejects.toThrow("enough");
  await expect(time.settle(never, { signal: controller.signal })).rejects.toThrow("enough");
  await expect(time.settle(never, { patienceMs: -1 })).rejects.toMatchObject({
    code: "INVALID_TEST_OPTIONS",
  });
});
