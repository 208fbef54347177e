/** What an object has under a key; undefined where there is none, or where looking at it throws: a getter or a proxy may. */
export function readKey(value: unknown, key: string): unknown {
  if (typeof value !== "object" || value === null) return undefined;
  try {
    return (value as Readonly<Record<string, unknown>>)[key];
  } catch {
    return undefined;
  }
}
