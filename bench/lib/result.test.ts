import { expect, test } from "vitest";
import { interleave } from "./interleave.ts";
import { median } from "./median.ts";
import { resultOf } from "./result.ts";
import { measureOf, type Row } from "./row.ts";
import { toTable } from "./table.ts";

const never = () => Promise.reject(new Error("not measured here"));
const row: Row = {
  row: "agent",
  unit: "µs/run",
  baseline: "nothing",
  target: 1.4,
  ours: never,
  peers: { other: { version: "1.2.3", measure: never } },
};
const sample = (cost: number, baseline: number) => ({ cost, baseline });

test("the median is the middle, or the mean of the two in the middle, whatever the order", () => {
  expect(median([9, 1, 5])).toBe(5);
  expect(median([10, 1, 9, 2])).toBe(5.5);
  expect(median([])).toBeNaN();
});

test("every round measures everybody once and is begun by another", () => {
  expect(interleave(["a", "b", "c"], 4).join("")).toBe("abcbcacababc");
});

test("a ratio is formed within a process, then the median is taken", () => {
  const samples = { ours: [sample(100, 100), sample(400, 200), sample(150, 100)], other: [sample(600, 100)] };
  expect(resultOf(row, { samples })).toEqual({
    row: "agent",
    unit: "µs/run",
    ours: 150,
    baseline: 100,
    ratio: 1.5,
    spread: [1, 2],
    target: 1.4,
    verdict: "within-spread",
    peers: { other: 6 },
    versions: { other: "1.2.3" },
  });
});

test("a row without target has none, also as JSON", () => {
  const { target: _, ...free } = { ...row, peers: {} };
  expect(resultOf(free, { samples: { ours: [sample(1, 3)] } })).toEqual({
    row: "agent",
    unit: "µs/run",
    ours: 1,
    baseline: 3,
    ratio: 0.333,
    spread: [0.333, 0.333],
    peers: {},
  });
});

test("the table says how it stands with a target or a limit, and the versions of the peers", () => {
  const met = resultOf(row, { samples: { ours: [sample(140, 100)], other: [sample(300, 100)] } });
  expect(toTable([met])).toContain("≤ 1.4 met");
  expect(toTable([met])).toContain("other 3");
  expect(toTable([met])).toContain("Peers: other 1.2.3");
  const { target: _, ...free } = row;
  const limited = { ...free, limit: 100 };
  expect(toTable([resultOf(row, { samples: { ours: [sample(150, 100)] } })])).toContain("≤ 1.4 missed");
  expect(toTable([resultOf(limited, { samples: { ours: [sample(140, 100)] } })])).toContain(
    "cost ≤ 100 missed",
  );
});

test("a peer that failed has no ratio, even if it was measured before, and the table says why", () => {
  const samples = { ours: [sample(100, 100)], other: [sample(600, 100)] };
  const result = resultOf(row, { samples, failed: { other: "Cannot find package" } });
  expect(result).toMatchObject({ peers: {}, failed: { other: "Cannot find package" }, verdict: "met" });
  expect(toTable([result])).toContain("agent: other was not measured: Cannot find package");
});

test("an unknown contender is an error", () => {
  expect(() => measureOf(row, "nobody")).toThrow("no contender nobody");
});
