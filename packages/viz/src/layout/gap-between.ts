import type { Vertex } from "./build-rows.ts";

const GAPS = { item: 28, label: 16, pass: 12 };

/** How far apart the centre lines of two neighbours have to be. */
export function gapBetween(left: Vertex | undefined, right: Vertex | undefined): number {
  if (left === undefined || right === undefined) return 0;
  return left.after + right.before + (GAPS[left.kind] + GAPS[right.kind]) / 2;
}
