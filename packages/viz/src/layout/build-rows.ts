import type { Level, LevelItem } from "./level.ts";

/** What stands in a row: an item, the label of a link, or a link that passes through. */
export interface Vertex {
  readonly kind: "item" | "label" | "pass";
  readonly row: number;
  readonly before: number;
  readonly after: number;
  readonly depth: number;
  readonly mouth: number;
  readonly isLeading: boolean;
}

/** Part of a link, between two rows that follow each other. */
export interface Strand {
  readonly from: number;
  readonly to: number;
  readonly fromAt: number | undefined;
  readonly toAt: number | undefined;
}

export interface Rows {
  /** Items first, in their order. */
  readonly vertices: readonly Vertex[];
  /** Of each link, the places of its vertices, from end to end. */
  readonly chains: readonly (readonly number[])[];
  readonly strands: readonly Strand[];
  readonly count: number;
}

const PASS = 5;

/** Puts a vertex in each row that a link passes through. */
export function buildRows({ items, links }: Level, ranks: readonly number[]): Rows {
  const vertices = items.map((item, index) => toVertex(item, ranks[index] ?? 0));
  const strands: Strand[] = [];
  const chains = links.map(({ from, to, fromAt, toAt, label }) => {
    const [first, last] = [ranks[from] ?? 0, ranks[to] ?? 0];
    const middle = labelRow(first, last);
    const chain = [from];
    for (let row = first + 1; row < last; row++) {
      const hasLabel = row === middle && label !== undefined;
      chain.push(vertices.push(hasLabel ? labelVertex(row, label) : passVertex(row)) - 1);
    }
    chain.push(to);
    chain.slice(1).forEach((vertex, index) => {
      strands.push({
        from: chain[index] as number,
        to: vertex,
        fromAt: index === 0 ? fromAt : 0,
        toAt: index === chain.length - 2 ? toAt : 0,
      });
    });
    return chain;
  });
  const count = vertices.reduce((most, { row }) => Math.max(most, row + 1), 0);
  return { vertices, chains, strands, count };
}

/** The odd row nearest to the middle. */
function labelRow(first: number, last: number): number {
  const half = (last - first) / 2;
  return first + (half % 2 === 1 ? half : half - 1);
}

function toVertex({ before, after, depth, mouth, isLeading = false }: LevelItem, row: number): Vertex {
  return { kind: "item", row, before, after, depth, mouth, isLeading };
}

function labelVertex(
  row: number,
  { width, depth }: { readonly width: number; readonly depth: number },
): Vertex {
  return { ...passVertex(row), kind: "label", before: width / 2, after: width / 2, depth };
}

function passVertex(row: number): Vertex {
  return { kind: "pass", row, before: PASS, after: PASS, depth: 0, mouth: 0, isLeading: false };
}
