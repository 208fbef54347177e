import type { Row } from "./row.ts";

/** `within-spread`: the middle is beyond the goal, but one of our samples met it, so it may be chance. */
export type Verdict = "met" | "within-spread" | "missed";

/** How our samples stand to the row's target and limit; undefined when it has neither. */
export function verdictOf(
  row: Pick<Row, "target" | "limit">,
  ratios: Spread,
  costs: Spread,
): Verdict | undefined {
  const verdicts = [judge(row.target, ratios), judge(row.limit, costs)];
  return ORDER.find((verdict) => verdicts.includes(verdict));
}

/** The middle and the lowest of some figures. */
export interface Spread {
  readonly median: number;
  readonly lowest: number;
}

/** The worst first. */
const ORDER: readonly Verdict[] = ["missed", "within-spread", "met"];

function judge(goal: number | undefined, { median, lowest }: Spread): Verdict | undefined {
  if (goal === undefined) return undefined;
  if (median <= goal) return "met";
  return lowest <= goal ? "within-spread" : "missed";
}
