/** The name, or the name with the first number that makes it a new one: `sink`, `sink-2`. */
export function freeName(taken: { has(name: string): boolean }, name: string): string {
  for (let number = 1; ; number++) {
    const free = number === 1 ? name : `${name}-${number}`;
    if (!taken.has(free)) return free;
  }
}
