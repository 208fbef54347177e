import { median } from "./median.ts";
import { OURS, type Row, type Sample } from "./row.ts";
import { type Verdict, verdictOf } from "./verdict.ts";

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
  readonly limit?: number;
  /** Where there is a target or a limit. */
  readonly verdict?: Verdict;
  readonly peers: Readonly<Record<string, number>>;
  /** Of the peers. */
  readonly versions?: Readonly<Record<string, string>>;
  /** Peers that could not be measured, and why. */
  readonly failed?: Readonly<Record<string, string>>;
}

/** What the processes found, by contender. */
export interface Measured {
  readonly samples: Readonly<Record<string, readonly Sample[]>>;
  readonly failed?: Readonly<Record<string, string>>;
}

/** Medians over the repetitions; each ratio is formed within its process. */
export function resultOf(row: Row, { samples, failed = {} }: Measured): Result {
  const ours = samples[OURS] ?? [];
  const ratios = ratiosOf(ours);
  const costs = ours.map(({ cost }) => cost);
  const verdict = verdictOf(row, spreadOf(ratios), spreadOf(costs));
  return {
    row: row.row,
    unit: row.unit,
    ours: round(median(costs)),
    baseline: round(median(ours.map(({ baseline }) => baseline))),
    ratio: round(median(ratios)),
    spread: [round(Math.min(...ratios)), round(Math.max(...ratios))],
    ...(row.target !== undefined && { target: row.target }),
    ...(row.limit !== undefined && { limit: row.limit }),
    ...(verdict !== undefined && { verdict }),
    ...peersOf(row, samples, failed),
  };
}

function peersOf(row: Row, samples: Measured["samples"], failed: Readonly<Record<string, string>>) {
  const measured = Object.keys(row.peers).filter(
    (name) => failed[name] === undefined && samples[name]?.length,
  );
  const ratio = (name: string) => round(median(ratiosOf(samples[name] ?? [])));
  const versions = Object.entries(row.peers).map(([name, { version }]) => [name, version]);
  return {
    peers: Object.fromEntries(measured.map((name) => [name, ratio(name)])),
    ...(versions.length > 0 && { versions: Object.fromEntries(versions) }),
    ...(Object.keys(failed).length > 0 && { failed }),
  };
}

const ratiosOf = (samples: readonly Sample[]) => samples.map(({ cost, baseline }) => cost / baseline);

const spreadOf = (values: readonly number[]) => ({ median: median(values), lowest: Math.min(...values) });

/** Three significant digits. */
const round = (value: number) => Number(value.toPrecision(3));
