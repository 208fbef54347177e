/** A time in ISO 8601; nothing for what is no time. `at` is epoch milliseconds. */
export function exactTime(at: number): string {
  const date = new Date(at);
  return Number.isNaN(date.getTime()) ? "" : date.toISOString();
}
