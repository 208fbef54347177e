/** What one fresh process found: cost of the contender and of the baseline, in the unit of the row. */
export interface Sample {
  readonly cost: number;
  readonly baseline: number;
}

export type Measure = () => Promise<Sample>;

/** One line of the result: the same work done by us, by a baseline in the same process, and by others. */
export interface Row {
  readonly row: string;
  readonly unit: string;
  /** What the baseline is, in a few words. */
  readonly baseline: string;
  /** Highest ratio to the baseline that we want. */
  readonly target?: number;
  readonly ours: Measure;
  readonly peers: Readonly<Record<string, Measure>>;
}

export const OURS = "ours";

export const contendersOf = (row: Row): string[] => [OURS, ...Object.keys(row.peers)];

export function measureOf(row: Row, contender: string): Measure {
  const measure = contender === OURS ? row.ours : row.peers[contender];
  if (measure === undefined) throw new Error(`Row ${row.row} has no contender ${contender}.`);
  return measure;
}
