import { addTo, type Tally } from "./tally.ts";

/** How often something was done, how well and how fast. */
export interface Figures {
  readonly count: number;
  readonly failed: number;
  /** Stopped by who asked for it; that is no failure. */
  readonly cancelled: number;
  /** Share of those that came to a good end, from 0 to 1, among those that nobody stopped; undefined when there was none. */
  readonly successRate?: number;
  /** Within 1 %; undefined when there was none. */
  readonly p50Ms?: number;
  readonly p95Ms?: number;
  readonly p99Ms?: number;
}

const GOOD: ReadonlySet<string> = new Set(["completed", "ok"]);

const kindOf = (outcome: string) =>
  GOOD.has(outcome) ? "good" : outcome === "cancelled" ? "cancelled" : "failed";

/** The figures of a tally. */
export function figuresOf({ outcomes, latencyMs }: Tally): Figures {
  const counts = new Map<string, number>();
  for (const [outcome, count] of outcomes) addTo(counts, kindOf(outcome), count);
  const [good = 0, failed = 0, cancelled = 0] = ["good", "failed", "cancelled"].map((kind) =>
    counts.get(kind),
  );
  const count = good + failed + cancelled;
  if (count === 0) return { count, failed, cancelled };
  const [p50Ms, p95Ms, p99Ms] = [0.5, 0.95, 0.99].map((quantile) => latencyMs.quantile(quantile) ?? 0);
  const successRate = count === cancelled ? {} : { successRate: good / (good + failed) };
  return { count, failed, cancelled, ...successRate, p50Ms, p95Ms, p99Ms };
}
