import type { Rows, Strand } from "./build-rows.ts";
import { countCrossings } from "./count-crossings.ts";
import { findNeighbours, type Neighbours } from "./neighbours.ts";

/** The vertices of each row, from left to right. */
export type Order = readonly (readonly number[])[];

const SWEEPS = 12;
const LARGE = 4_000;

/** Orders each row so that few links cross: by the mean place of the neighbours, down and up in turn; the best is kept. */
export function orderRows(rows: Rows): Order {
  const neighbours = findNeighbours(rows);
  const sweeps = rows.vertices.length > LARGE ? 2 : SWEEPS;
  let order = startOrder(rows, neighbours);
  let best = order;
  let fewest = crossingsOf(order, neighbours);
  for (let sweep = 0; sweep < sweeps && fewest > 0; sweep++) {
    order = sweepRows(order, rows, neighbours, sweep % 2 === 0 ? "above" : "below");
    const crossings = crossingsOf(order, neighbours);
    if (crossings < fewest) [best, fewest] = [order, crossings];
  }
  return best;
}

/** In depth, so that what hangs together stands together. */
function startOrder({ vertices, count }: Rows, { above, below }: Neighbours): Order {
  const order = Array.from({ length: count }, (): number[] => []);
  const isPlaced = new Set<number>();
  const leading = [...vertices.keys()].filter((vertex) => vertices[vertex]?.isLeading);
  const starts = [...vertices.keys()].filter((vertex) => above[vertex]?.length === 0);
  const stack = [...leading, ...starts].toReversed();
  for (let vertex = stack.pop(); vertex !== undefined; vertex = stack.pop()) {
    if (isPlaced.has(vertex)) continue;
    isPlaced.add(vertex);
    order[vertices[vertex]?.row ?? 0]?.push(vertex);
    stack.push(...(below[vertex] ?? []).map(({ to }) => to).toReversed());
  }
  return order;
}

function sweepRows(order: Order, { vertices }: Rows, neighbours: Neighbours, side: keyof Neighbours): Order {
  const result = order.map((row) => [...row]);
  const places = placesOf(result);
  const turned = side === "above" ? [...result.keys()] : [...result.keys()].toReversed();
  for (const index of turned) {
    const row = result[index] ?? [];
    const meanOf = (vertex: number) => {
      if (vertices[vertex]?.isLeading) return -1;
      const strands = neighbours[side][vertex] ?? [];
      const ends = strands.map((strand) => places.get(side === "above" ? strand.from : strand.to) ?? 0);
      return ends.length === 0
        ? (places.get(vertex) ?? 0)
        : ends.reduce((sum, end) => sum + end, 0) / ends.length;
    };
    const means = new Map(row.map((vertex) => [vertex, meanOf(vertex)]));
    row.sort((a, b) => (means.get(a) ?? 0) - (means.get(b) ?? 0));
    for (const [place, vertex] of row.entries()) places.set(vertex, place);
  }
  return result;
}

function crossingsOf(order: Order, { below }: Neighbours): number {
  const places = placesOf(order);
  const pairOf = ({ from, to }: Strand) => [places.get(from) ?? 0, places.get(to) ?? 0] as const;
  return order.reduce((sum, row, index) => {
    const pairs = row.flatMap((vertex) => (below[vertex] ?? []).map(pairOf));
    return sum + countCrossings(pairs, order[index + 1]?.length ?? 0);
  }, 0);
}

const placesOf = (order: Order) =>
  new Map(order.flatMap((row) => row.map((vertex, place) => [vertex, place] as const)));
