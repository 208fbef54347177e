import { expect, test } from "vitest";
import { measureRow } from "./measure-row.ts";
import type { Row } from "./row.ts";

const never = () => Promise.reject(new Error("measured in another process"));
const row: Row = {
  row: "agent",
  unit: "µs",
  baseline: "nothing",
  ours: never,
  peers: { good: { version: "1", measure: never }, bad: { version: "2", measure: never } },
};
const sample = { cost: 2, baseline: 1 };

test("a peer that fails is asked once, named with its reason, and the others go on", async () => {
  const asked: string[] = [];
  const lines: string[] = [];
  const result = await measureRow(row, {
    repetitions: 3,
    report: (line) => lines.push(line),
    run: async ({ contender }) => {
      asked.push(contender);
      if (contender === "bad") throw new Error("not installed");
      return sample;
    },
  });
  expect(asked.filter((name) => name === "bad")).toEqual(["bad"]);
  expect(asked.filter((name) => name === "good")).toHaveLength(3);
  expect(result).toMatchObject({ ratio: 2, peers: { good: 2 }, failed: { bad: "not installed" } });
  expect(lines).toContain("agent bad: failed: not installed");
});

test("our own failure ends the bench", async () => {
  const run = () => Promise.reject(new Error("wrong answer"));
  await expect(measureRow(row, { repetitions: 3, run, report: () => {} })).rejects.toThrow("wrong answer");
});

test("a row that takes long is measured no more often than it says", async () => {
  let asked = 0;
  const run = async () => {
    asked++;
    return sample;
  };
  await measureRow({ ...row, peers: {}, maxRepetitions: 2 }, { repetitions: 5, run, report: () => {} });
  expect(asked).toBe(2);
});
