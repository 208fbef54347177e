/** An edge by the places of its nodes. */
export interface PlainEdge {
  readonly from: number;
  readonly to: number;
}

/**
 * Finds the edges that close a loop, searching in depth from the ingress nodes, then from the others, in order of
 * declaration. Without them the graph has no cycle.
 *
 * @returns for each edge the cycle that it closes, as places of nodes, or undefined
 */
export function findBackEdges(
  nodes: number,
  edges: readonly PlainEdge[],
  starts: readonly number[],
): readonly (readonly number[] | undefined)[] {
  const outgoing = Array.from({ length: nodes }, (): number[] => []);
  for (const [index, { from }] of edges.entries()) outgoing[from]?.push(index);
  const cycles: (readonly number[] | undefined)[] = edges.map(() => undefined);
  const done = new Set<number>();
  for (const start of [...starts, ...outgoing.keys()]) {
    if (done.has(start)) continue;
    const path = [start];
    const stack = [outgoing[start]?.values()];
    while (path.length > 0) {
      const next = stack.at(-1)?.next();
      if (next === undefined || next.done === true) {
        done.add(path.pop() as number);
        stack.pop();
        continue;
      }
      const { to } = edges[next.value] as PlainEdge;
      const at = path.indexOf(to);
      if (at !== -1) cycles[next.value] = path.slice(at);
      else if (!done.has(to)) {
        path.push(to);
        stack.push(outgoing[to]?.values());
      }
    }
  }
  return cycles;
}
