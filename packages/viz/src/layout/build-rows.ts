import type { Level, LevelItem, LevelLink } from "./level.ts";

/** What stands in a row: an item, the label of a link, or a link that passes through. */
export interface Vertex {
  readonly kind: "item" | "label" | "pass";
  readonly row: number;
  readonly before: number;
  readonly after: number;
  readonly depth: number;
  readonly mouth: number;
  readonly isLeading: boolean;
  /** At the border of a cluster. */
  readonly isBorder: boolean;
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

/** Puts a vertex in each row that a link passes through; rows in which nothing would stand are left out. */
export function buildRows({ items, links }: Level, ranks: readonly number[]): Rows {
  const rankOf = (item: number) => ranks[item] ?? 0;
  const labelRanks = links.map(({ from, to, label }) => label && labelRank(rankOf(from), rankOf(to)));
  const used = new Set([...ranks, ...labelRanks.filter((rank) => rank !== undefined)]);
  const rows = new Map([...used].sort((a, b) => a - b).map((rank, row) => [rank, row]));
  const rowOf = (rank: number) => rows.get(rank) ?? 0;
  const vertices = items.map((item, index) => toVertex(item, rowOf(rankOf(index))));
  const strands: Strand[] = [];
  const chains = links.map((link, index) => {
    const labelRow = labelRanks[index] === undefined ? undefined : rowOf(labelRanks[index]);
    const chain = [link.from];
    for (let row = rowOf(rankOf(link.from)) + 1; row < rowOf(rankOf(link.to)); row++) {
      const vertex =
        row === labelRow && link.label !== undefined ? labelVertex(row, link.label) : passVertex(row);
      chain.push(vertices.push(vertex) - 1);
    }
    chain.push(link.to);
    strands.push(...strandsOf(chain, link));
    return chain;
  });
  return { vertices, chains, strands, count: rows.size };
}

function strandsOf(chain: readonly number[], { fromAt, toAt }: LevelLink): Strand[] {
  return chain.slice(1).map((to, index) => ({
    from: chain[index] as number,
    to,
    fromAt: index === 0 ? fromAt : 0,
    toAt: index === chain.length - 2 ? toAt : 0,
  }));
}

/** The odd rank nearest to the middle. */
function labelRank(first: number, last: number): number {
  const half = (last - first) / 2;
  return first + (half % 2 === 1 ? half : half - 1);
}

function toVertex(item: LevelItem, row: number): Vertex {
  const { before, after, depth, mouth, isLeading = false } = item;
  return { kind: "item", row, before, after, depth, mouth, isLeading, isBorder: item.row !== undefined };
}

function labelVertex(
  row: number,
  { width, depth }: { readonly width: number; readonly depth: number },
): Vertex {
  return { ...passVertex(row), kind: "label", before: width / 2, after: width / 2, depth };
}

function passVertex(row: number): Vertex {
  return {
    kind: "pass",
    row,
    before: PASS,
    after: PASS,
    depth: 0,
    mouth: 0,
    isLeading: false,
    isBorder: false,
  };
}
