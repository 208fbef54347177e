/** What the vendor said about a failure. */
export interface VendorFailure {
  readonly message: string;
  readonly code?: string;
  readonly type?: string;
  readonly param?: string;
}

/** Longest piece of the vendor's text that is quoted, in characters. */
const MAX_QUOTE = 500;

/**
 * Reads the error of a parsed body. Servers differ: `{ error: { message, code, type, param } }`, `{ error: "text" }`,
 * `{ message }`, `{ detail }`, or the first of a list of these. Undefined when there is none.
 */
export function readVendorError(body: unknown): VendorFailure | undefined {
  const outer: unknown = Array.isArray(body) ? body[0] : body;
  if (typeof outer !== "object" || outer === null) return undefined;
  const { error, message, detail } = outer as Record<string, unknown>;
  const inner = error ?? message ?? detail;
  if (inner === undefined || inner === null) return undefined;
  if (typeof inner !== "object") return { message: quote(String(inner)) };
  const { message: said, code, type, param } = inner as Record<string, unknown>;
  return {
    message: quote(typeof said === "string" && said !== "" ? said : JSON.stringify(inner)),
    code: word(code),
    type: word(type),
    param: word(param),
  };
}

/** The start of a text, on one line. */
export function quote(text: string): string {
  const line = text.replace(/\s+/g, " ").trim();
  // A word that would be cut is left out: it may be a key, and half of one is not known for what it is.
  return line.length > MAX_QUOTE ? `${line.slice(0, MAX_QUOTE).replace(/\S{1,300}$/, "")}…` : line;
}

function word(value: unknown): string | undefined {
  if (typeof value === "number") return String(value);
  return typeof value === "string" && value !== "" ? quote(value) : undefined;
}
