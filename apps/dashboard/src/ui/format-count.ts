/** `950`, `3.4 k`, `12 k`, `1.3 M`; `–` for what is no number. */
export function formatCount(count: number): string {
  if (!Number.isFinite(count)) return "–";
  if (count < 1_000) return String(count);
  if (count < 999_500) return `${scaled(count / 1_000)} k`;
  return `${scaled(count / 1_000_000)} M`;
}

/** `1 token`, `3.4 k tokens`. */
export function countOf(count: number, noun: string): string {
  return `${formatCount(count)} ${noun}${count === 1 ? "" : "s"}`;
}

function scaled(value: number): string {
  return value < 9.95 ? value.toFixed(1) : String(Math.round(value));
}
