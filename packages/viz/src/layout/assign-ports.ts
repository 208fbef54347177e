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
  const step = strands.length < 2 ? 0 : Math.min(MAX_STEP, Math.floor(mouth / (strands.length - 1)));
  strands.forEach((strand, index) => {
    ports.set(strand, strand[fixed] ?? (index - (strands.length - 1) / 2) * step);
  });
}

const KINK = 10;

/** Ports moved a little where that makes a bent strand straight: only ports that are alone at their side. */
export function straightenPorts(rows: Rows, across: readonly number[], ports: Ports): Ports {
  const { above, below } = findNeighbours(rows);
  const from = new Map(ports.from);
  const to = new Map(ports.to);
  for (const strand of rows.strands) {
    const begin = (across[strand.from] ?? 0) + (from.get(strand) ?? 0);
    const end = (across[strand.to] ?? 0) + (to.get(strand) ?? 0);
    const kink = end - begin;
    if (kink === 0 || Math.abs(kink) > KINK) continue;
    const isMovable = (vertex: number, side: readonly Strand[] | undefined, at: number | undefined) =>
      at === undefined && side?.length === 1 && Math.abs(kink) <= (rows.vertices[vertex]?.mouth ?? 0) / 2;
    if (isMovable(strand.from, below[strand.from], strand.fromAt)) from.set(strand, kink);
    else if (isMovable(strand.to, above[strand.to], strand.toAt)) to.set(strand, -kink);
  }
  return { from, to };
}
