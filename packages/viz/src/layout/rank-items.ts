import type { Level } from "./level.ts";

/** Rows of items are even; odd rows are for the labels of links. */
const STEP = 2;
const LOOSE_PER_ROW = 6;

/** The row of each item: below all that lead to it, and not farther away from what it leads to than it has to be. */
export function rankItems({ items, links }: Level): readonly number[] {
  const incoming = items.map((): number[] => []);
  const outgoing = items.map((): number[] => []);
  for (const { from, to } of links) {
    incoming[to]?.push(from);
    outgoing[from]?.push(to);
  }
  const top: number = items.some(({ row }) => row === "first") ? STEP : 0;
  const ranks: number[] = items.map(() => top);
  const order = sortTopologically(incoming, outgoing);
  for (const item of order) {
    for (const to of outgoing[item] ?? []) ranks[to] = Math.max(at(ranks, to), at(ranks, item) + STEP);
  }
  for (const item of order.toReversed()) {
    const targets = outgoing[item] ?? [];
    if (targets.length <= (incoming[item]?.length ?? 0)) continue;
    ranks[item] = Math.min(...targets.map((to) => at(ranks, to))) - STEP;
  }
  const isLoose = (item: number) => incoming[item]?.length === 0 && outgoing[item]?.length === 0;
  stackLoose(ranks, [...items.keys()].filter(isLoose));
  return pinRows(items, ranks);
}

/** Items without links stand in rows of a few, not all in one. */
function stackLoose(ranks: number[], loose: readonly number[]): void {
  for (const [count, item] of loose.entries())
    ranks[item] = at(ranks, item) + STEP * Math.floor(count / LOOSE_PER_ROW);
}

function pinRows(items: Level["items"], ranks: readonly number[]): readonly number[] {
  const free = ranks.filter((_, item) => items[item]?.row === undefined);
  const last = free.reduce((most, rank) => Math.max(most, rank), 0) + STEP;
  return ranks.map((rank, item) => ({ none: rank, first: 0, last })[items[item]?.row ?? "none"]);
}

function sortTopologically(
  incoming: readonly (readonly number[])[],
  outgoing: readonly (readonly number[])[],
): readonly number[] {
  const missing = incoming.map((sources) => sources.length);
  const order = [...missing.keys()].filter((item) => missing[item] === 0);
  for (const item of order) {
    for (const to of outgoing[item] ?? []) {
      missing[to] = at(missing, to) - 1;
      if (missing[to] === 0) order.push(to);
    }
  }
  return order;
}

const at = (list: readonly number[], place: number) => list[place] ?? 0;
