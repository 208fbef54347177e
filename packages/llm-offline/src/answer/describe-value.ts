/** Fields that carry the result itself, best first. */
const HEADLINES = [
  "readable",
  "result",
  "answer",
  "value",
  "text",
  "content",
  "message",
  "summary",
  "output",
] as const;

/** Most entries of a list or object that are shown, and most characters of a text. */
const MAX_ENTRIES = 10;
const MAX_CHARS = 600;

/** The one value that a result is about, as text; undefined when it is many. */
export function headlineOf(value: unknown): string | undefined {
  if (isScalar(value)) return shortened(String(value));
  if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
  const fields = value as Readonly<Record<string, unknown>>;
  const name = HEADLINES.find((candidate) => Object.hasOwn(fields, candidate) && isScalar(fields[candidate]));
  return name === undefined ? undefined : shortened(String(fields[name]));
}

/** A result in words: text as it is, lists and objects as Markdown lists. */
export function describeValue(value: unknown): string {
  if (isScalar(value)) return shortened(String(value));
  const entries = Array.isArray(value)
    ? value.map((entry) => `- ${oneLine(entry)}`)
    : Object.entries(value as object).map(([name, entry]) => `- ${name}: ${oneLine(entry)}`);
  if (entries.length === 0) return "nothing.";
  const more = entries.length > MAX_ENTRIES ? [`- … and ${entries.length - MAX_ENTRIES} more`] : [];
  return `\n\n${[...entries.slice(0, MAX_ENTRIES), ...more].join("\n")}`;
}

const isScalar = (value: unknown) => typeof value !== "object" || value === null;

const oneLine = (value: unknown) => shortened(isScalar(value) ? String(value) : JSON.stringify(value));

function shortened(text: string): string {
  return text.length <= MAX_CHARS ? text : `${text.slice(0, MAX_CHARS).toWellFormed()} …`;
}
