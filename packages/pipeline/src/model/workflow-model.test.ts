import { expect, test } from "vitest";
import { checkModel } from "./check-model.test-helper.ts";
import { MUST_OCCUR } from "./coverage.test-helper.ts";

const { PERGOLA_SEED, PERGOLA_SOAK = "1" } = process.env;
const RUNS = 500 * Number(PERGOLA_SOAK);

/** One case in twenty, less what chance may take away (three standard deviations). */
const leastOf = (cases: number) => cases / 20 - 3 * Math.sqrt(cases / 20);

test("a workflow does what the reference interpreter does, whatever fails", async () => {
  const seed = PERGOLA_SEED === undefined ? undefined : Number(PERGOLA_SEED);
  const { cases, counts } = await checkModel({ runs: RUNS, seed });
  const shares = [...counts].map(([label, count]) => [label, Math.round((count / cases) * 100)] as const);
  console.info(`${cases} cases: ${shares.map(([label, share]) => `${label} ${share} %`).join(", ")}`);
  const rare = MUST_OCCUR.filter((label) => (counts.get(label) ?? 0) < leastOf(cases));
  expect(rare).toEqual([]);
}, 600_000);
