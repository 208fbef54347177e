import type { Rows, Strand } from "./build-rows.ts";

/** The strands of each vertex that come from above, and those that go below. */
export interface Neighbours {
  readonly above: readonly (readonly Strand[])[];
  readonly below: readonly (readonly Strand[])[];
}

export function findNeighbours({ vertices, strands }: Rows): Neighbours {
  const above = vertices.map((): Strand[] => []);
  const below = vertices.map((): Strand[] => []);
  for (const strand of strands) {
    above[strand.to]?.push(strand);
    below[strand.from]?.push(strand);
  }
  return { above, below };
}
