import { type Figures, figuresOf } from "./figures.ts";
import { Tally } from "./tally.ts";
import type { Tallied } from "./time-window.ts";

/** What an agent did in one slot of a {@link MetricsTimeline}. */
export interface TimelineSlot {
  /** When it begins, in epoch milliseconds. */
  readonly at: number;
  /** Runs that ended in it. */
  readonly runs: Figures;
  /** How often each error ended a run, by code. */
  readonly errors: Readonly<Record<string, number>>;
  readonly tokens: { readonly input: number; readonly output: number };
  /** US dollars, of the calls whose price is known. */
  readonly costUsd: number;
}

/** The last hours, slot by slot, for charts. */
export interface MetricsTimeline {
  /** Epoch milliseconds. */
  readonly from: number;
  readonly to: number;
  /** Length of a slot: a minute for one hour, a quarter of an hour for more. */
  readonly slotMs: number;
  /** Oldest first; slots in which nothing ended are not there. */
  readonly slots: readonly TimelineSlot[];
}

/** The tallies of a slot. */
export function slotOf(at: number, tallied: readonly Tallied[]): TimelineSlot {
  const runs = new Tally();
  const models = new Tally();
  for (const { part, tally } of tallied) {
    if (part === "run") runs.merge(tally);
    if (part === "model") models.merge(tally);
  }
  const { tokens, costUsd } = models;
  return {
    at,
    runs: figuresOf(runs),
    errors: Object.fromEntries(runs.errors),
    tokens: { input: tokens.get("input") ?? 0, output: tokens.get("output") ?? 0 },
    costUsd,
  };
}
