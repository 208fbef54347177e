import { describe, expect, it } from "vitest";
import { exactTime } from "./exact-time.ts";
import { formatCost } from "./format-cost.ts";
import { countOf, formatCount } from "./format-count.ts";
import { formatDuration } from "./format-duration.ts";
import { formatRelative } from "./format-relative.ts";

describe("formatDuration", () => {
  it.each([
    [0, "0 ms"],
    [84.4, "84 ms"],
    [999.6, "1.0 s"],
    [1_240, "1.2 s"],
    [59_960, "1 min 00 s"],
    [125_000, "2 min 05 s"],
    [7_500_000, "2 h 05 min"],
    [-40, "0 ms"],
  ])("shows %d ms as %s", (ms, text) => expect(formatDuration(ms)).toBe(text));
});

describe("formatCount", () => {
  it.each([
    [0, "0"],
    [999, "999"],
    [3_412, "3.4 k"],
    [12_400, "12 k"],
    [999_700, "1.0 M"],
  ])("shows %d as %s", (count, text) => expect(formatCount(count)).toBe(text));

  it("counts one without an s", () => {
    expect([countOf(1, "turn"), countOf(2, "turn")]).toEqual(["1 turn", "2 turns"]);
  });
});

describe("formatRelative", () => {
  const now = new Date(2026, 5, 15, 12).getTime();
  it.each([
    [now - 59_000, "now"],
    [now - 5 * 60_000, "5 min"],
    [now - 3 * 3_600_000, "3 h"],
    [now - 2 * 86_400_000, "2 d"],
  ])("shows %d as %s", (at, text) => expect(formatRelative(at, now)).toBe(text));

  it("shows the year of a date in another year", () => {
    expect(formatRelative(new Date(2024, 0, 2).getTime(), now)).toContain("2024");
  });
});

describe("formatCost", () => {
  it.each([
    [0, "$0"],
    [0.00004, "< $0.0001"],
    [0.00461, "$0.0046"],
    [0.124, "$0.12"],
    [3.4, "$3.40"],
  ])("shows %d dollars as %s", (dollars, text) => expect(formatCost(dollars)).toBe(text));
});

it.each([formatDuration, formatCount, formatCost, (at: number) => formatRelative(at, 0)])(
  "shows what is no number as none",
  (format) => {
    for (const nothing of [Number.NaN, Number.POSITIVE_INFINITY]) expect(format(nothing)).toBe("–");
  },
);

it("knows times that are none", () => {
  expect(exactTime(Number.NaN)).toBe("");
  expect(exactTime(0)).toBe("1970-01-01T00:00:00.000Z");
});
