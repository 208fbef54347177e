import type { Ports } from "./assign-ports.ts";
import type { Rows } from "./build-rows.ts";

const LEAST_GAP = 18;
const MOST_GAP = 44;
const SLOPE = 0.12;

/** Upper end and depth of each row. */
export interface RowBand {
  readonly top: number;
  readonly depth: number;
}

/** Rows as deep as what stands in them; the gaps between them the larger, the farther links go across. */
export function placeAlong(rows: Rows, across: readonly number[], ports: Ports): readonly RowBand[] {
  const depths = Array.from({ length: rows.count }, () => 0);
  for (const { row, depth } of rows.vertices) depths[row] = Math.max(depths[row] ?? 0, depth);
  const spans = Array.from({ length: rows.count }, () => 0);
  for (const strand of rows.strands) {
    const row = rows.vertices[strand.from]?.row ?? 0;
    const begin = (across[strand.from] ?? 0) + (ports.from.get(strand) ?? 0);
    const end = (across[strand.to] ?? 0) + (ports.to.get(strand) ?? 0);
    spans[row] = Math.max(spans[row] ?? 0, Math.abs(end - begin));
  }
  let top = 0;
  return depths.map((depth, row) => {
    const band = { top, depth };
    top += depth + Math.round(Math.min(MOST_GAP, LEAST_GAP + SLOPE * (spans[row] ?? 0)));
    return band;
  });
}
