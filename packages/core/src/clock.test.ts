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

test("a delay beyond what one of Node's timers takes fires in time all the same", async () => {
  const onTime = vi.fn();
  systemClock.setTimer(5e9, onTime);
  await vi.advanceTimersByTimeAsync(5e9 - 1);
  expect(onTime).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(1);
  expect(onTime).toHaveBeenCalledOnce();
});

test("a long wait can be taken back after its first timer", async () => {
  const onTime = vi.fn();
  const cancel = systemClock.setTimer(5e9, onTime);
  await vi.advanceTimersByTimeAsync(3e9);
  cancel();
  expect(vi.getTimerCount()).toBe(0);
});
