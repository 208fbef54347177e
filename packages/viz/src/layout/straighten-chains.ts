import type { Ports } from "./assign-ports.ts";
import type { Rows } from "./build-rows.ts";
import { gapBetween } from "./gap-between.ts";
import type { Order } from "./order-rows.ts";

interface Range {
  readonly least: number;
  readonly most: number;
}

/** Moves what passes through several rows onto one line, as far as their neighbours leave room. */
export function straightenChains(rows: Rows, order: Order, ports: Ports, across: number[]): void {
  const places = new Map(order.flatMap((row) => row.map((vertex, place) => [vertex, place] as const)));
  const rangeOf = (vertex: number): Range => {
    const row = order[rows.vertices[vertex]?.row ?? 0] ?? [];
    const place = places.get(vertex) ?? 0;
    const [left, right] = [row[place - 1], row[place + 1]];
    const { vertices } = rows;
    return {
      least:
        left === undefined ? -Infinity : (across[left] ?? 0) + gapBetween(vertices[left], vertices[vertex]),
      most:
        right === undefined ? Infinity : (across[right] ?? 0) - gapBetween(vertices[vertex], vertices[right]),
    };
  };
  let next = 0;
  for (const chain of rows.chains) {
    const strands = rows.strands.slice(next, next + chain.length - 1);
    next += strands.length;
    const [first, last] = [strands[0], strands.at(-1)];
    if (first === undefined || last === undefined || first === last) continue;
    const ends = [
      (across[last.to] ?? 0) + (ports.to.get(last) ?? 0),
      (across[first.from] ?? 0) + (ports.from.get(first) ?? 0),
    ];
    for (const { vertices, range } of findRuns(chain.slice(1, -1), rangeOf)) {
      const line = lineIn(
        range,
        ends,
        vertices.map((vertex) => across[vertex] ?? 0),
      );
      for (const vertex of vertices) across[vertex] = line;
    }
  }
}

interface Run {
  readonly vertices: number[];
  range: Range;
}

/** Vertices that follow each other and have places in common. */
function findRuns(vertices: readonly number[], rangeOf: (vertex: number) => Range): Run[] {
  const runs: Run[] = [];
  for (const vertex of vertices) {
    const range = rangeOf(vertex);
    const run = runs.at(-1);
    const common = run && {
      least: Math.max(run.range.least, range.least),
      most: Math.min(run.range.most, range.most),
    };
    if (run !== undefined && common !== undefined && common.least <= common.most) {
      run.vertices.push(vertex);
      run.range = common;
    } else runs.push({ vertices: [vertex], range });
  }
  return runs;
}

/** Where the line goes: right to an end of the link if that is near, else where its parts are in the mean. */
function lineIn({ least, most }: Range, ends: readonly number[], parts: readonly number[]): number {
  const mean = parts.reduce((sum, part) => sum + part, 0) / parts.length;
  const near = ends.filter((end) => end >= least && end <= most);
  const end = near.toSorted((a, b) => Math.abs(a - mean) - Math.abs(b - mean))[0];
  return end === undefined ? Math.min(most, Math.max(least, mean)) : end;
}
