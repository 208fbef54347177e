import { assignPorts, type Ports, straightenPorts } from "./assign-ports.ts";
import { buildRows, type Rows, type Strand } from "./build-rows.ts";
import type { Level, PlacedLevel, PlacedLink, Stretch } from "./level.ts";
import { orderRows } from "./order-rows.ts";
import { placeAcross } from "./place-across.ts";
import { placeAlong, type RowBand } from "./place-along.ts";
import { rankItems } from "./rank-items.ts";

/** Lays out a level whose links form no cycle, in rows, from top to bottom (after Sugiyama, Tagawa and Toda, 1981). */
export function layoutLevel(level: Level): PlacedLevel {
  const rows = buildRows(level, rankItems(level));
  const order = orderRows(rows);
  const spread = assignPorts(rows, order);
  const across = fromZero(rows, placeAcross(rows, order, spread));
  const ports = straightenPorts(rows, across, spread);
  const bands = placeAlong(rows, across, ports);
  const placed = { items: level.items, rows, ports, across, bands };
  const last = bands.at(-1);
  return {
    width: rows.vertices.reduce(
      (most, { after }, vertex) => Math.max(most, (across[vertex] ?? 0) + after),
      0,
    ),
    depth: last === undefined ? 0 : last.top + last.depth,
    items: level.items.map((_, item) => ({ across: across[item] ?? 0, along: topOf(item, placed) })),
    links: strandsByLink(rows).map((strands) => placeLink(strands, placed)),
  };
}

interface Placed {
  readonly items: Level["items"];
  readonly rows: Rows;
  readonly ports: Ports;
  readonly across: readonly number[];
  readonly bands: readonly RowBand[];
}

/** Leading vertices at the left end, everything else as it stands. */
function fromZero({ vertices }: Rows, across: readonly number[]): readonly number[] {
  const left = vertices.reduce(
    (least, { before }, vertex) => Math.min(least, (across[vertex] ?? 0) - before),
    Infinity,
  );
  return vertices.map(({ before, isLeading }, vertex) => (isLeading ? before : (across[vertex] ?? 0) - left));
}

function strandsByLink({ chains, strands }: Rows): Strand[][] {
  let next = 0;
  return chains.map((chain) => {
    const own = strands.slice(next, next + chain.length - 1);
    next += own.length;
    return own;
  });
}

function topOf(vertex: number, { rows, bands }: Placed): number {
  const { row = 0, depth = 0 } = rows.vertices[vertex] ?? {};
  const band = bands[row] ?? { top: 0, depth };
  return band.top + Math.round((band.depth - depth) / 2);
}

function placeLink(strands: readonly Strand[], placed: Placed): PlacedLink {
  const { rows, ports, across } = placed;
  const first = strands[0] as Strand;
  const last = strands.at(-1) as Strand;
  const through = strands.slice(1).map(({ from }) => from);
  const label = through.find((vertex) => rows.vertices[vertex]?.kind === "label");
  const begin = { port: ports.from.get(first) ?? 0, vertex: first.from };
  const end = { port: ports.to.get(last) ?? 0, vertex: last.to };
  return {
    stretches: [
      stretchBelow(begin, placed),
      ...through.map((vertex) => stretchThrough(vertex, placed)),
      stretchAbove(end, placed),
    ],
    label: label === undefined ? undefined : { across: across[label] ?? 0, along: middleOf(label, placed) },
  };
}

interface End {
  readonly port: number;
  readonly vertex: number;
}

const bandOf = (vertex: number, { rows, bands }: Placed) =>
  bands[rows.vertices[vertex]?.row ?? 0] ?? { top: 0, depth: 0 };

function stretchBelow(end: End, placed: Placed): Stretch {
  const { top, depth } = bandOf(end.vertex, placed);
  const lower = topOf(end.vertex, placed) + (placed.rows.vertices[end.vertex]?.depth ?? 0);
  return { across: acrossOf(end, placed), top: lower - insetOf(end, placed), bottom: top + depth };
}

function stretchAbove(end: End, placed: Placed): Stretch {
  const upper = topOf(end.vertex, placed) + insetOf(end, placed);
  return { across: acrossOf(end, placed), top: bandOf(end.vertex, placed).top, bottom: upper };
}

const acrossOf = ({ port, vertex }: End, { across }: Placed) => (across[vertex] ?? 0) + port;

const insetOf = ({ port, vertex }: End, { items }: Placed) => items[vertex]?.insetAt?.(port) ?? 0;

function stretchThrough(vertex: number, placed: Placed): Stretch {
  const { top, depth } = bandOf(vertex, placed);
  return { across: placed.across[vertex] ?? 0, top, bottom: top + depth };
}

function middleOf(vertex: number, placed: Placed): number {
  const { top, depth } = bandOf(vertex, placed);
  return top + depth / 2;
}
