/** What a value is, in words: never the value, which may be a secret. */
export function receivedKind(value: unknown): string {
  if (value === undefined) return "nothing";
  if (value === null) return "null";
  if (value === "") return '""';
  if (typeof value === "string") return "a text";
  if (Array.isArray(value)) return "a list";
  return typeof value === "object" ? "an object" : `a ${typeof value}`;
}

/** The message of a zod check: what came, and what was expected. */
export function instead(expected: string): {
  readonly error: (issue: { readonly input?: unknown }) => string;
} {
  return { error: ({ input }) => `Got ${receivedKind(input)}; expected ${expected}` };
}
