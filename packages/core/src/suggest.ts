/**
 * A hint for an unknown name: the nearest known spelling, then everything that exists.
 *
 * @returns for example `Did you mean "llm"? Known: custom, llm, tool.`
 */
export function suggest(received: string, known: Iterable<string>): string {
  const names = [...known].sort();
  if (names.length === 0) return "Nothing is registered yet.";
  const nearest = nearestName(received, names);
  return `${nearest === undefined ? "" : `Did you mean "${nearest}"? `}Known: ${names.join(", ")}.`;
}

/** The name with the fewest edits to `received`, if they are at most `limit`: by default a third of its length, and at least 2. */
export function nearestName(
  received: string,
  known: readonly string[],
  limit = Math.max(2, Math.floor(received.length / 3)),
): string | undefined {
  let best: string | undefined;
  let bestDistance = limit + 1;
  for (const name of known) {
    if (Math.abs(name.length - received.length) > limit) continue;
    const distance = editDistance(received.toLowerCase(), name.toLowerCase());
    if (distance < bestDistance) [best, bestDistance] = [name, distance];
  }
  return best;
}

/** Levenshtein distance by the two-row method. */
function editDistance(from: string, to: string): number {
  let previous = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (let row = 1; row <= from.length; row++) {
    const current = [row];
    for (let column = 1; column <= to.length; column++) {
      const substitution = (previous[column - 1] ?? 0) + (from[row - 1] === to[column - 1] ? 0 : 1);
      current.push(Math.min(substitution, (previous[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1));
    }
    previous = current;
  }
  return previous[to.length] ?? 0;
}
