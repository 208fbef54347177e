const DIGITS = /^\d+(\.\d+)?$/;

/** A date names its weekday first; `Date.parse` alone takes "-1" for one. */
const DATE = /^[A-Za-z]{3,9},? /;

/**
 * How long a vendor asks to wait, from the headers of its answer: `retry-after-ms`, or `retry-after` in seconds or as a
 * date (RFC 9110, 10.2.3).
 *
 * @param now epoch milliseconds, to which a date is compared.
 * @returns milliseconds, or undefined when the vendor did not say.
 */
export function retryAfterMs(headers: unknown, now: number): number | undefined {
  const exact = header(headers, "retry-after-ms");
  if (exact !== undefined && DIGITS.test(exact)) return Number(exact);
  const value = header(headers, "retry-after");
  if (value === undefined) return undefined;
  if (DIGITS.test(value)) return Number(value) * 1000;
  if (!DATE.test(value)) return undefined;
  const date = Date.parse(value);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}

interface HeadersLike {
  readonly get?: unknown;
}

function header(headers: unknown, name: string): string | undefined {
  if (typeof headers !== "object" || headers === null) return undefined;
  if (typeof (headers as HeadersLike).get === "function")
    return (headers as Headers).get(name)?.trim() ?? undefined;
  for (const [key, value] of Object.entries(headers)) {
    if (key.toLowerCase() === name && (typeof value === "string" || typeof value === "number"))
      return `${value}`.trim();
  }
  return undefined;
}
