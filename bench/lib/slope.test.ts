import fc from "fast-check";
import { expect, test } from "vitest";
import { slopeOf } from "./slope.ts";

test("the slope of a straight line is found, wherever it lies", () => {
  const number = fc.integer({ min: -1_000, max: 1_000 });
  fc.assert(
    fc.property(
      number,
      number,
      fc.uniqueArray(number, { minLength: 2, maxLength: 50 }),
      (slope, height, xs) => {
        const points = xs.map((x) => ({ x, y: slope * x + height }));
        expect(slopeOf(points)).toBeCloseTo(slope, 5);
      },
    ),
  );
});

test("noise that goes up and down does not move it", () => {
  const points = Array.from({ length: 100 }, (_, x) => ({ x, y: 3 * x + (x % 2 === 0 ? 40 : -40) }));
  expect(slopeOf(points)).toBeCloseTo(3, 1);
});

test("a single place has no slope", () => {
  expect(() => slopeOf([])).toThrow("two different x");
  expect(() =>
    slopeOf([
      { x: 1, y: 1 },
      { x: 1, y: 9 },
    ]),
  ).toThrow("two different x");
});
