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

/** A tool call on one line: its arguments and, once there, what the result adds to them. */
export function previewCall(input: unknown, result: unknown): string {
  const before = previewValue(input);
  if (result === undefined) return before;
  const value = typeof result === "string" ? parsed(result) : result;
  const added = isRecord(input) && isRecord(value) ? without(value, input) : value;
  return `${before} → ${previewValue(added)}`;
}

/** Many tools repeat their arguments in their result: those are left out, unless nothing else is there. */
function without(result: Record<string, unknown>, input: Record<string, unknown>): Record<string, unknown> {
  const rest = Object.entries(result).filter(
    ([name, each]) => !Object.hasOwn(input, name) || input[name] !== each,
  );
  return rest.length === 0 ? result : Object.fromEntries(rest);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function short(value: unknown): string {
  if (typeof value === "string") return value;
  if (Array.isArray(value) && value.length > 4) return `[${value.length} items]`;
  return JSON.stringify(value) ?? String(value);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
