import type { Ports } from "./assign-ports.ts";
import type { Rows, Strand, Vertex } from "./build-rows.ts";
import { gapBetween } from "./gap-between.ts";
import { findNeighbours, type Neighbours } from "./neighbours.ts";
import type { Order } from "./order-rows.ts";
import { placeRow } from "./place-row.ts";
import { straightenChains } from "./straighten-chains.ts";

const ROUNDS = 24;
/** Without a wish of its own, a vertex stays about where it is. */
const FAINT = 0.01;

/** The centre line of each vertex: links as straight as can be, above all those that pass through many rows. */
export function placeAcross(rows: Rows, order: Order, ports: Ports): readonly number[] {
  const across = packed(rows.vertices, order);
  const neighbours = findNeighbours(rows);
  const down = [...order.keys()];
  for (let round = 0; round < ROUNDS; round++) {
    const sides =
      round >= ROUNDS - 4 ? (["above", "below"] as const) : ([round % 2 === 0 ? "above" : "below"] as const);
    for (const row of round % 2 === 0 ? down : down.toReversed()) {
      moveRow(order[row] ?? [], { rows, neighbours, ports, across, sides });
    }
  }
  straightenChains(rows, order, ports, across);
  return across.map((each) => Math.round(each));
}

interface Placing {
  readonly rows: Rows;
  readonly neighbours: Neighbours;
  readonly ports: Ports;
  readonly across: number[];
  readonly sides: readonly (keyof Neighbours)[];
}

function moveRow(row: readonly number[], placing: Placing): void {
  const { vertices } = placing.rows;
  const wishes = row.map((vertex, place) => ({
    ...wishOf(vertex, placing),
    gap: place === 0 ? 0 : gapBetween(vertices[row[place - 1] as number], vertices[vertex]),
  }));
  placeRow(wishes).forEach((at, place) => {
    placing.across[row[place] as number] = at;
  });
}

function wishOf(vertex: number, { rows, neighbours, ports, across, sides }: Placing) {
  let sum = FAINT * (across[vertex] ?? 0);
  let weight = FAINT;
  const wish = (strand: Strand, end: number, shift: number) => {
    const importance = importanceOf(strand, rows.vertices);
    sum += importance * ((across[end] ?? 0) + shift);
    weight += importance;
  };
  const fromAt = (strand: Strand) => ports.from.get(strand) ?? 0;
  const toAt = (strand: Strand) => ports.to.get(strand) ?? 0;
  if (sides.includes("above"))
    for (const each of neighbours.above[vertex] ?? []) wish(each, each.from, fromAt(each) - toAt(each));
  if (sides.includes("below"))
    for (const each of neighbours.below[vertex] ?? []) wish(each, each.to, toAt(each) - fromAt(each));
  return { at: sum / weight, weight };
}

function importanceOf({ from, to }: Strand, vertices: readonly Vertex[]): number {
  const items = [from, to].filter((vertex) => vertices[vertex]?.kind === "item").length;
  return [8, 2, 1][items] ?? 1;
}

function packed(vertices: readonly Vertex[], order: Order): number[] {
  const across = vertices.map(() => 0);
  for (const row of order) {
    row.forEach((vertex, place) => {
      const before = row[place - 1];
      across[vertex] =
        before === undefined ? 0 : (across[before] ?? 0) + gapBetween(vertices[before], vertices[vertex]);
    });
  }
  return across;
}
