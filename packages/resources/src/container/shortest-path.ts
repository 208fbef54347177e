/** The fewest steps (at least one) from `start` to something that `isGoal` takes, both ends included. */
export function shortestPath(
  start: string,
  nextOf: (key: string) => readonly string[],
  isGoal: (key: string) => boolean,
): readonly string[] | undefined {
  const cameFrom = new Map<string, string>();
  const queue = [start];
  for (const key of queue) {
    for (const next of nextOf(key)) {
      if (isGoal(next)) return [...backwards(key, start, cameFrom), next];
      if (cameFrom.has(next)) continue;
      cameFrom.set(next, key);
      queue.push(next);
    }
  }
  return undefined;
}

function backwards(last: string, start: string, cameFrom: ReadonlyMap<string, string>): string[] {
  const path = [last];
  for (let key = last; key !== start; path.unshift(key)) key = cameFrom.get(key) ?? start;
  return path;
}
