import { interleave } from "./interleave.ts";
import { type Measured, type Result, resultOf } from "./result.ts";
import { contendersOf, OURS, type Row, type Sample } from "./row.ts";
import type { Order } from "./run-contender.ts";

export interface MeasureOptions {
  /** Rounds in which each contender is measured once. */
  readonly repetitions: number;
  /** Measures one contender. */
  readonly run: (order: Pick<Order, "row" | "contender">) => Promise<Sample>;
  /** Hears of each measurement. */
  readonly report: (line: string) => void;
}

/** Measures everybody in turns. A peer that fails is left out from then on; we must not fail. */
export async function measureRow(row: Row, { repetitions, run, report }: MeasureOptions): Promise<Result> {
  const samples: Record<string, Sample[]> = {};
  const failed: Record<string, string> = {};
  const rounds = Math.min(repetitions, row.maxRepetitions ?? repetitions);
  for (const contender of interleave(contendersOf(row), rounds)) {
    if (failed[contender] !== undefined) continue;
    try {
      const sample = await run({ row: row.row, contender });
      samples[contender] = [...(samples[contender] ?? []), sample];
      report(`${row.row} ${contender}: ${describe(row, sample)}`);
    } catch (error) {
      if (contender === OURS) throw error;
      failed[contender] = (error as Error).message;
      report(`${row.row} ${contender}: failed: ${failed[contender]}`);
    }
  }
  return resultOf(row, { samples, failed } satisfies Measured);
}

const describe = (row: Row, { cost, baseline }: Sample) =>
  `${cost.toPrecision(3)} ${row.unit}, ${(cost / baseline).toPrecision(3)} × ${row.baseline}`;
