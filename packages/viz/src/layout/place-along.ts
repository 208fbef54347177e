import type { Ports } from "./assign-ports.ts";
import type { Rows } from "./build-rows.ts";

/** Between rows of items; next to a row of labels; next to the border of a cluster. */
const GAP = { items: 36, labels: 18, border: 14 };
const MOST_EXTRA = 26;
const SLOPE = 0.1;

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
  const kinds = rowKinds(rows);
  let top = 0;
  return depths.map((depth, row) => {
    const band = { top, depth };
    const gap = Math.min(GAP[kinds[row] ?? "items"], GAP[kinds[row + 1] ?? "items"]);
    top += depth + Math.round(gap + Math.min(MOST_EXTRA, SLOPE * (spans[row] ?? 0)));
    return band;
  });
}

function rowKinds({ vertices, count }: Rows): readonly (keyof typeof GAP)[] {
  const kinds = Array.from({ length: count }, (): keyof typeof GAP => "labels");
  for (const { row, kind, isBorder } of vertices) {
    if (kind === "item") kinds[row] = isBorder ? "border" : "items";
  }
  return kinds;
}
