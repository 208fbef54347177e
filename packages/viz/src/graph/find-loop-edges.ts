/** An edge by the places of its nodes. */
export interface Arc {
  readonly from: number;
  readonly to: number;
}

/**
 * The edges that close a loop: those that lead back to a node on the way from the start, searched in depth, first from
 * nodes that nothing leads to, then from the others, in order. Without them there is no cycle.
 */
export function findLoopEdges(nodes: number, arcs: readonly Arc[]): ReadonlySet<number> {
  const outgoing = Array.from({ length: nodes }, (): number[] => []);
  const isTarget = new Set(arcs.map(({ to }) => to));
  for (const [index, { from }] of arcs.entries()) outgoing[from]?.push(index);
  const places = [...outgoing.keys()];
  const starts = [...places.filter((place) => !isTarget.has(place)), ...places];
  const loops = new Set<number>();
  const seen = new Map<number, "open" | "done">();
  for (const start of starts) {
    if (!seen.has(start)) searchFrom(start, { outgoing, arcs, seen, loops });
  }
  return loops;
}

interface Search {
  readonly outgoing: readonly (readonly number[])[];
  readonly arcs: readonly Arc[];
  readonly seen: Map<number, "open" | "done">;
  readonly loops: Set<number>;
}

function searchFrom(start: number, { outgoing, arcs, seen, loops }: Search): void {
  const open = (node: number) => {
    seen.set(node, "open");
    return { node, arcs: (outgoing[node] ?? []).values() };
  };
  const stack = [open(start)];
  for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
    const { value: index, done } = top.arcs.next();
    if (done === true) {
      seen.set(top.node, "done");
      stack.pop();
      continue;
    }
    const to = (arcs[index] as Arc).to;
    if (seen.get(to) === "open") loops.add(index);
    else if (!seen.has(to)) stack.push(open(to));
  }
}
