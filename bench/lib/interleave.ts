/**
 * The order of all measurements: each name once a round, every round begun by another name, so that a machine that
 * grows warmer or busier meets all alike.
 */
export function interleave(names: readonly string[], rounds: number): string[] {
  return Array.from({ length: rounds }, (_, round) =>
    names.map((_name, index) => names[(index + round) % names.length] as string),
  ).flat();
}
