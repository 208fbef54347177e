import fc from "fast-check";
import { expect, it } from "vitest";
import { barOf, timeAxis } from "./time-axis.ts";

const NOW = 1_000_000;

it("ends where the run does, with lines at round times", () => {
  expect(timeAxis(NOW, NOW + 730, { isRunning: false })).toEqual({
    startAt: NOW,
    lengthMs: 730,
    ticks: [0, 200, 400, 600],
  });
});

it("leaves room at the right while the run goes on, and stays as it is for a while", () => {
  const at = (ms: number) => timeAxis(NOW, NOW + ms, { isRunning: true });
  expect(at(730).lengthMs).toBe(800);
  expect(at(750)).toEqual(at(730));
});

it("has few lines, the first at 0, none beyond its end, for any length", () => {
  fc.assert(
    fc.property(
      fc.nat(10_000_000),
      fc.boolean(),
      fc.integer({ min: 1, max: 6 }),
      (ms, isRunning, maxParts) => {
        const { ticks, lengthMs } = timeAxis(NOW, NOW + ms, { isRunning, maxParts });
        expect(ticks[0]).toBe(0);
        expect(ticks.length).toBeLessThanOrEqual(maxParts + 2);
        expect(ticks.at(-1)).toBeLessThanOrEqual(lengthMs);
        expect(lengthMs).toBeGreaterThanOrEqual(ms);
      },
    ),
  );
});

it("lays bars on it, and never beside it", () => {
  const axis = timeAxis(NOW, NOW + 1_000, { isRunning: false });
  expect(barOf(axis, NOW + 250, NOW + 750)).toEqual({ left: 25, width: 50 });
  expect(barOf(axis, NOW - 500, NOW + 5_000)).toEqual({ left: 0, width: 100 });
  expect(barOf(axis, NOW + 900, NOW + 800)).toEqual({ left: 90, width: 0 });
});
