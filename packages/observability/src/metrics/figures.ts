import { addTo, type Tally } from "./tally.ts";

/** How often something was done, how well and how fast. */
export interface Figures {
  readonly count: number;
  readonly failed: number;
  /** Share of those that came to a good end, from 0 to 1; undefined when there was none. */
  readonly successRate?: number;
  /** Within 1 %; undefined when there was none. */
  readonly p50Ms?: number;
  readonly p95Ms?: number;
  readonly p99Ms?: number;
}

const GOOD: ReadonlySet<string> = new Set(["completed", "ok"]);

/** The figures of a tally. */
export function figuresOf({ outcomes, latencyMs }: Tally): Figures {
  const counts = new Map<string, number>();
  for (const [outcome, count] of outcomes) addTo(counts, GOOD.has(outcome) ? "good" : "bad", count);
  const [good, bad] = [counts.get("good") ?? 0, counts.get("bad") ?? 0];
  const count = good + bad;
  if (count === 0) return { count, failed: 0 };
  const [p50Ms, p95Ms, p99Ms] = [0.5, 0.95, 0.99].map((quantile) => latencyMs.quantile(quantile) ?? 0);
  return { count, failed: bad, successRate: good / count, p50Ms, p95Ms, p99Ms };
}
