import fc from "fast-check";
import { expect, test, vi } from "vitest";
import { createVirtualClock } from "./virtual-clock.ts";

test("time stands still until it is moved", async () => {
  const clock = createVirtualClock(1_000);
  expect([clock.now(), clock.monotonic()]).toEqual([1_000, 0]);
  await clock.advance(250);
  expect([clock.now(), clock.monotonic()]).toEqual([1_250, 250]);
});

test("timers fire in order of time, then of creation, each once and at its time", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat(20), { maxLength: 30 }), async (delays) => {
      const clock = createVirtualClock();
      const fired: [number, number][] = [];
      for (const [id, delay] of delays.entries()) clock.setTimer(delay, () => fired.push([clock.now(), id]));
      await clock.advance(20);
      const expected = delays
        .map((delay, id): [number, number] => [delay, id])
        .sort(([a, x], [b, y]) => a - b || x - y);
      expect(fired).toEqual(expected);
      expect(clock.pendingTimers).toBe(0);
    }),
    { numRuns: 50 },
  );
});

test("a timer set by a timer fires in the same move if it is due", async () => {
  const clock = createVirtualClock();
  const fired: number[] = [];
  const again = () => {
    fired.push(clock.now());
    clock.setTimer(10, again);
  };
  clock.setTimer(10, again);
  await clock.advance(35);
  expect(fired).toEqual([10, 20, 30]);
  expect(clock.now()).toBe(35);
});

test("what a timer resolves goes on before the next timer fires", async () => {
  const clock = createVirtualClock();
  const order: string[] = [];
  clock.setTimer(1, () => void Promise.resolve().then(() => order.push("after the first")));
  clock.setTimer(2, () => order.push("second"));
  await clock.advance(2);
  expect(order).toEqual(["after the first", "second"]);
});

test("what was started before the move may set its timers first", async () => {
  const clock = createVirtualClock();
  const onTime = vi.fn();
  void Promise.resolve().then(() => clock.setTimer(5, onTime));
  await clock.advance(5);
  expect(onTime).toHaveBeenCalledOnce();
});

test("a timer that was taken back does not fire, also when another timer takes it back", async () => {
  const clock = createVirtualClock();
  const onTime = vi.fn();
  const cancel = clock.setTimer(2, onTime);
  clock.setTimer(1, cancel);
  await clock.advance(5);
  expect(onTime).not.toHaveBeenCalled();
});

test("a negative delay is due at once, never in the past", async () => {
  const clock = createVirtualClock(100);
  const times: number[] = [];
  clock.setTimer(-50, () => times.push(clock.now()));
  await clock.advance(0);
  expect(times).toEqual([100]);
});
