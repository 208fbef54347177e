import { median } from "./median.ts";
import { contendersOf, OURS, type Row, type Sample } from "./row.ts";

/** One line of `--json`. Ratios are to the baseline; below 1 is cheaper than it. */
export interface Result {
  readonly row: string;
  readonly unit: string;
  readonly ours: number;
  readonly baseline: number;
  readonly ratio: number;
  /** Lowest and highest ratio of the repetitions. */
  readonly spread: readonly [number, number];
  readonly target?: number;
  readonly peers: Readonly<Record<string, number>>;
}

/** Medians over the repetitions; each ratio is formed within its process. */
export function resultOf(row: Row, samples: Readonly<Record<string, readonly Sample[]>>): Result {
  const ours = samples[OURS] ?? [];
  const ratios = ratiosOf(ours);
  const peers = contendersOf(row)
    .filter((name) => name !== OURS && (samples[name]?.length ?? 0) > 0)
    .map((name) => [name, round(median(ratiosOf(samples[name] ?? [])))] as const);
  return {
    row: row.row,
    unit: row.unit,
    ours: round(median(ours.map(({ cost }) => cost))),
    baseline: round(median(ours.map(({ baseline }) => baseline))),
    ratio: round(median(ratios)),
    spread: [round(Math.min(...ratios)), round(Math.max(...ratios))],
    ...(row.target !== undefined && { target: row.target }),
    peers: Object.fromEntries(peers),
  };
}

const ratiosOf = (samples: readonly Sample[]) => samples.map(({ cost, baseline }) => cost / baseline);

/** Three significant digits. */
const round = (value: number) => Number(value.toPrecision(3));
