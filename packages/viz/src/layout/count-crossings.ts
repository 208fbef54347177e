/**
 * How many pairs of strands cross between two rows, for pairs of places in the upper and the lower row. Strands in order
 * of their upper end cross those before them that end farther right; a tree of counts finds them (Barth, Jünger, Mutzel:
 * Simple and efficient bilayer cross counting, 2002).
 */
export function countCrossings(
  pairs: readonly (readonly [upper: number, lower: number])[],
  width: number,
): number {
  const sorted = pairs.toSorted(([upperA, lowerA], [upperB, lowerB]) => upperA - upperB || lowerA - lowerB);
  const size = 2 ** Math.ceil(Math.log2(Math.max(1, width)));
  const tree = new Uint32Array(2 * size);
  let crossings = 0;
  for (const [, lower] of sorted) {
    for (let leaf = lower + size; leaf >= 1; leaf >>= 1) {
      tree[leaf] = (tree[leaf] ?? 0) + 1;
      if (leaf % 2 === 0) crossings += tree[leaf + 1] ?? 0;
    }
  }
  return crossings;
}
