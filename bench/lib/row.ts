/** What one fresh process found: cost of the contender and of the baseline, in the unit of the row. */
export interface Sample {
  readonly cost: number;
  readonly baseline: number;
}

/** What the caller of a measurement may choose. */
export interface Settings {
  /** Builds and runs that the work `heap` watches. */
  readonly iterations: number;
}

export type Measure = (settings: Settings) => Promise<Sample>;

/** Somebody else who does the work of a row. */
export interface Contender {
  readonly version: string;
  readonly measure: Measure;
}

/** One line of the result: the same work done by us, by a baseline in the same process, and by others. */
export interface Row {
  readonly row: string;
  readonly unit: string;
  /** What the baseline is, in a few words. */
  readonly baseline: string;
  /** Highest ratio to the baseline that we want. */
  readonly target?: number;
  /** Highest cost that we want, in the row's unit: for budgets that are generous on any machine. */
  readonly limit?: number;
  /** Processes at most, for a row that takes long and varies little. */
  readonly maxRepetitions?: number;
  readonly ours: Measure;
  readonly peers: Readonly<Record<string, Contender>>;
}

export const OURS = "ours";

export const contendersOf = (row: Row): string[] => [OURS, ...Object.keys(row.peers)];

export function measureOf(row: Row, contender: string): Measure {
  const measure = contender === OURS ? row.ours : row.peers[contender]?.measure;
  if (measure === undefined) throw new Error(`Row ${row.row} has no contender ${contender}.`);
  return measure;
}
