const MAX_CHARS = 120;

/** A value on one line, short: `expression: 2 + 2`, `4`, `[3 items]`. */
export function previewValue(value: unknown): string {
  const text = isRecord(value)
    ? Object.entries(value)
        .map(([name, each]) => `${name}: ${short(each)}`)
        .join(", ")
    : short(value);
  const line = text.replaceAll(/\s+/g, " ").trim();
  return line.length > MAX_CHARS ? `${line.slice(0, MAX_CHARS - 1)}…` : line;
}

function short(value: unknown): string {
  if (typeof value === "string") return value;
  if (Array.isArray(value) && value.length > 4) return `[${value.length} items]`;
  return JSON.stringify(value) ?? String(value);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
