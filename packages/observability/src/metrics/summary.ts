import { type Figures, figuresOf } from "./figures.ts";
import { Tally } from "./tally.ts";
import type { Tallied } from "./time-window.ts";

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
    runs: { ...figuresOf(runs), active, outcomes: Object.fromEntries(runs.outcomes) },
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
  return Object.fromEntries(Array.from(byName, ([name, tally]) => [name, figuresOf(tally)]));
}
