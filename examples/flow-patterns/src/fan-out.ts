import { createFlow, type Flow, joinK, node } from "@pergola/flow-runtime";

type Figure = readonly [name: string, value: number];

const spread = node({ name: "spread" }, (values: readonly number[]) => values);
const least = node({ name: "least" }, (values: readonly number[]): Figure => ["least", Math.min(...values)]);
const mean = node({ name: "mean" }, async (values: readonly number[]): Promise<Figure> => {
  return ["mean", values.reduce((sum, value) => sum + value, 0) / values.length];
});
const most = node({ name: "most" }, (values: readonly number[]): Figure => ["most", Math.max(...values)]);

/** Three nodes work on one list at the same time; the join waits for all three, a second at most. */
export function createFigures(): Flow<readonly number[], Record<string, number>> {
  const join = joinK(3, {
    timeoutMs: 1_000,
    merge: (figures: readonly Figure[]) => Object.fromEntries(figures),
  });
  return createFlow({
    name: "figures",
    edges: [spread.to(least, mean, most), least.to(join), mean.to(join), most.to(join)],
  });
}
