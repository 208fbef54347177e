import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { systemClock } from "./clock.ts";

beforeEach(() => void vi.useFakeTimers({ now: 1_000 }));
afterEach(() => void vi.useRealTimers());

test("now is epoch milliseconds, monotonic only grows", async () => {
  expect(systemClock.now()).toBe(1_000);
  const before = systemClock.monotonic();
  await vi.advanceTimersByTimeAsync(5);
  expect(systemClock.monotonic() - before).toBe(5);
});

test("a timer fires once, in time", async () => {
  const onTime = vi.fn();
  systemClock.setTimer(50, onTime);
  await vi.advanceTimersByTimeAsync(49);
  expect(onTime).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(500);
  expect(onTime).toHaveBeenCalledOnce();
});

test("a timer that was taken back never fires", async () => {
  const onTime = vi.fn();
  systemClock.setTimer(50, onTime)();
  await vi.advanceTimersByTimeAsync(500);
  expect(onTime).not.toHaveBeenCalled();
  expect(vi.getTimerCount()).toBe(0);
});

test("a delay beyond what Node's timers take does not fire at once", async () => {
  const onTime = vi.fn();
  systemClock.setTimer(1e12, onTime);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(onTime).not.toHaveBeenCalled();
});
