import { addTo, Tally } from "./tally.ts";
import type { TallySubject } from "./time-window.ts";

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

/** What an agent did in the last hours. */
export interface MetricsSummary {
  /** Epoch milliseconds. */
  readonly from: number;
  readonly to: number;
  /** Runs that ended; `outcomes` says how. */
  readonly runs: Figures & { readonly active: number; readonly outcomes: Readonly<Record<string, number>> };
  /** How often each error ended a run, by code. */
  readonly errors: Readonly<Record<string, number>>;
  readonly tokens: { readonly input: number; readonly output: number };
  /** US dollars, of the calls whose price is known. */
  readonly costUsd: number;
  readonly steps: Readonly<Record<string, Figures>>;
  /** Models, tools and what `recordResourceOperation` told, as `model:openai:gpt-5`, `tool:clock`, `database`. */
  readonly resources: Readonly<Record<string, Figures>>;
}

const GOOD: ReadonlySet<string> = new Set(["completed", "ok"]);

type Tallied = TallySubject & { readonly tally: Tally };

/** The tallies of a time as a summary. */
export function summaryOf(
  tallied: readonly Tallied[],
  { from, to, active }: { readonly from: number; readonly to: number; readonly active: number },
): MetricsSummary {
  const of = (...parts: readonly string[]) => tallied.filter(({ part }) => parts.includes(part));
  const runs = sum(of("run"));
  const { tokens, costUsd } = sum(of("model"));
  return {
    from,
    to,
    runs: { ...figures(runs), active, outcomes: Object.fromEntries(runs.outcomes) },
    errors: Object.fromEntries(runs.errors),
    tokens: { input: tokens.get("input") ?? 0, output: tokens.get("output") ?? 0 },
    costUsd,
    steps: named(of("step")),
    resources: named(of("model", "tool", "resource")),
  };
}

function sum(tallied: readonly Tallied[]): Tally {
  const total = new Tally();
  for (const { tally } of tallied) total.merge(tally);
  return total;
}

/** By name; steps of one name of several agents are one. */
function named(tallied: readonly Tallied[]): Readonly<Record<string, Figures>> {
  const byName = new Map<string, Tally>();
  for (const { part, name, tally } of tallied) {
    const key = part === "model" || part === "tool" ? `${part}:${name}` : name;
    const total = byName.get(key) ?? new Tally();
    total.merge(tally);
    byName.set(key, total);
  }
  return Object.fromEntries(Array.from(byName, ([name, tally]) => [name, figures(tally)]));
}

function figures({ outcomes, latencyMs }: Tally): Figures {
  const counts = new Map<string, number>();
  for (const [outcome, count] of outcomes) addTo(counts, GOOD.has(outcome) ? "good" : "bad", count);
  const [good, bad] = [counts.get("good") ?? 0, counts.get("bad") ?? 0];
  const count = good + bad;
  if (count === 0) return { count, failed: 0 };
  const [p50Ms, p95Ms, p99Ms] = [0.5, 0.95, 0.99].map((quantile) => latencyMs.quantile(quantile) ?? 0);
  return { count, failed: bad, successRate: good / count, p50Ms, p95Ms, p99Ms };
}
