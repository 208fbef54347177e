import type { TimelineSlot } from "@pergola/observability";
import { formatCost } from "../../ui/format-cost.ts";
import { formatCount } from "../../ui/format-count.ts";
import { formatDuration } from "../../ui/format-duration.ts";

/** One line, or the bars, of a chart. */
export interface ChartSeries {
  readonly label: string;
  /** Name of the CSS variable with its colour. */
  readonly color: `--${string}`;
  /** Undefined where there is nothing to say. */
  readonly value: (slot: TimelineSlot) => number | undefined;
}

/** A question, and what answers it. */
export interface ChartDefinition {
  readonly id: string;
  readonly question: string;
  readonly look: "lines" | "bars";
  /** Of bars the first are the highest: later ones stand before them. */
  readonly series: readonly ChartSeries[];
  readonly format: (value: number) => string;
  /** What is drawn where nothing ended. */
  readonly empty: 0 | null;
}

/** How long turns take. */
export const DURATIONS: ChartDefinition = {
  id: "durations",
  question: "How long do turns take?",
  look: "lines",
  format: formatDuration,
  empty: null,
  series: [
    { label: "p50", color: "--chart-1", value: ({ runs }) => runs.p50Ms },
    { label: "p95", color: "--chart-2", value: ({ runs }) => runs.p95Ms },
    { label: "p99", color: "--chart-3", value: ({ runs }) => runs.p99Ms },
  ],
};

/** How many turns failed, of how many. */
export const FAILURES: ChartDefinition = {
  id: "failures",
  question: "What fails?",
  look: "bars",
  format: formatCount,
  empty: 0,
  series: [
    { label: "Turns", color: "--chart-quiet", value: ({ runs }) => runs.count },
    { label: "Failed", color: "--error", value: ({ runs }) => runs.failed },
  ],
};

/** How much is read and written by models. */
export const TOKENS: ChartDefinition = {
  id: "tokens",
  question: "How many tokens does it use?",
  look: "bars",
  format: formatCount,
  empty: 0,
  series: [
    { label: "In and out", color: "--chart-quiet", value: ({ tokens }) => tokens.input + tokens.output },
    { label: "Out", color: "--chart-1", value: ({ tokens }) => tokens.output },
  ],
};

/** What it costs, as far as prices are known. */
export const COST: ChartDefinition = {
  id: "cost",
  question: "What does it cost?",
  look: "bars",
  format: formatCost,
  empty: 0,
  series: [{ label: "Cost", color: "--chart-1", value: ({ costUsd }) => costUsd }],
};
