const MAX_LENGTH = 40;

/** Gives out names of letters, digits and underscores, each once, that resemble what they stand for. */
export function createSafeKeys(prefix: string): (id: string) => string {
  const taken = new Set<string>();
  const next = new Map<string, number>();
  return (id) => {
    const word = id
      .replace(/[^A-Za-z0-9]+/g, "_")
      .replace(/^_+|_+$/g, "")
      .slice(0, MAX_LENGTH);
    const base = `${prefix}_${word === "" ? "node" : word}`;
    let number = next.get(base) ?? 1;
    let key = number === 1 ? base : `${base}_${number}`;
    while (taken.has(key)) key = `${base}_${++number}`;
    next.set(base, number + 1);
    taken.add(key);
    return key;
  };
}
