import { expect, test } from "vitest";
import { verdictOf } from "./verdict.ts";

const low = { median: 1, lowest: 0.9 };
const around = { median: 1.5, lowest: 1.3 };
const high = { median: 1.7, lowest: 1.5 };

test("a target is missed only when our best sample missed it too", () => {
  expect(verdictOf({ target: 1.4 }, low, high)).toBe("met");
  expect(verdictOf({ target: 1.4 }, around, high)).toBe("within-spread");
  expect(verdictOf({ target: 1.4 }, high, low)).toBe("missed");
  expect(verdictOf({ target: 1.5 }, high, low)).toBe("within-spread");
});

test("a limit judges the cost as a target judges the ratio", () => {
  expect(verdictOf({ limit: 1.4 }, high, low)).toBe("met");
  expect(verdictOf({ limit: 1.4 }, low, around)).toBe("within-spread");
  expect(verdictOf({ limit: 1.4 }, low, high)).toBe("missed");
});

test("of a target and a limit the worse counts", () => {
  expect(verdictOf({ target: 2, limit: 1.4 }, low, high)).toBe("missed");
  expect(verdictOf({ target: 1.4, limit: 2 }, around, low)).toBe("within-spread");
});

test("without a goal there is no verdict, and a figure that is no number misses", () => {
  expect(verdictOf({}, high, high)).toBeUndefined();
  expect(verdictOf({ target: 1 }, { median: Number.NaN, lowest: Number.NaN }, low)).toBe("missed");
});
