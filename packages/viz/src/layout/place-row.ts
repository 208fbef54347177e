export interface Wish {
  /** Where it wants to be, and how much. */
  readonly at: number;
  readonly weight: number;
  /** Least distance to the one before. */
  readonly gap: number;
}

interface Block {
  at: number;
  weight: number;
  size: number;
}

/**
 * Places in order, at least `gap` apart, as near to the wishes as can be (least weighted squares). Those that are in each
 * other's way become a block that stands at the mean of their wishes: pool adjacent violators (Ayer and others, 1955).
 */
export function placeRow(wishes: readonly Wish[]): number[] {
  const blocks: Block[] = [];
  const offsets: number[] = [];
  let offset = 0;
  for (const { at, weight, gap } of wishes) {
    offset += gap;
    offsets.push(offset);
    let block: Block = { at: at - offset, weight, size: 1 };
    for (let before = blocks.at(-1); before !== undefined && before.at >= block.at; before = blocks.at(-1)) {
      blocks.pop();
      block = join(before, block);
    }
    blocks.push(block);
  }
  const bases = blocks.flatMap(({ at, size }) => Array.from({ length: size }, () => at));
  return bases.map((base, index) => base + (offsets[index] ?? 0));
}

function join(a: Block, b: Block): Block {
  const weight = a.weight + b.weight;
  return { at: (a.at * a.weight + b.at * b.weight) / weight, weight, size: a.size + b.size };
}
