import type { Rows, Strand } from "./build-rows.ts";
import { findNeighbours } from "./neighbours.ts";
import type { Order } from "./order-rows.ts";

/** Where strands begin and end, from the centre lines of their vertices. */
export interface Ports {
  readonly from: ReadonlyMap<Strand, number>;
  readonly to: ReadonlyMap<Strand, number>;
}

const MAX_STEP = 20;

/** Spreads the links of an item over its side, in the order of where they come from or go to. */
export function assignPorts(rows: Rows, order: Order): Ports {
  const places = new Map(order.flatMap((row) => row.map((vertex, place) => [vertex, place] as const)));
  const { above, below } = findNeighbours(rows);
  const from = new Map<Strand, number>();
  const to = new Map<Strand, number>();
  rows.vertices.forEach(({ mouth }, vertex) => {
    const byEnd = (end: "from" | "to") => (a: Strand, b: Strand) =>
      (places.get(a[end]) ?? 0) - (places.get(b[end]) ?? 0);
    spread((below[vertex] ?? []).toSorted(byEnd("to")), { mouth, fixed: "fromAt", ports: from });
    spread((above[vertex] ?? []).toSorted(byEnd("from")), { mouth, fixed: "toAt", ports: to });
  });
  return { from, to };
}

interface Side {
  readonly mouth: number;
  readonly fixed: "fromAt" | "toAt";
  readonly ports: Map<Strand, number>;
}

function spread(strands: readonly Strand[], { mouth, fixed, ports }: Side): void {
  const step = strands.length < 2 ? 0 : Math.min(MAX_STEP, mouth / (strands.length - 1));
  strands.forEach((strand, index) => {
    ports.set(strand, strand[fixed] ?? (index - (strands.length - 1) / 2) * step);
  });
}
