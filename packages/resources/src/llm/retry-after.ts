/**
 * How long a vendor asks to wait, from the headers of its answer: `retry-after-ms`, or `retry-after` in seconds or as a
 * date (RFC 9110, 10.2.3).
 *
 * @param now epoch milliseconds, to which a date is compared.
 * @returns milliseconds, or undefined when the vendor did not say.
 */
export function retryAfterMs(headers: unknown, now: number): number | undefined {
  const exact = Number(header(headers, "retry-after-ms") ?? Number.NaN);
  if (Number.isFinite(exact) && exact >= 0) return exact;
  const value = header(headers, "retry-after")?.trim();
  if (value === undefined || value === "") return undefined;
  const seconds = Number(value);
  if (Number.isFinite(seconds)) return seconds >= 0 ? seconds * 1000 : undefined;
  const date = Date.parse(value);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}

interface HeadersLike {
  readonly get?: unknown;
}

function header(headers: unknown, name: string): string | undefined {
  if (typeof headers !== "object" || headers === null) return undefined;
  if (typeof (headers as HeadersLike).get === "function") return (headers as Headers).get(name) ?? undefined;
  for (const [key, value] of Object.entries(headers)) {
    if (key.toLowerCase() === name && (typeof value === "string" || typeof value === "number"))
      return `${value}`;
  }
  return undefined;
}
