import { errorMessage, isPergolaError, type LogFields, redact } from "@pergola/core";

/** Longest fields of a line, as JSON, in UTF-16 code units. */
const MAX_JSON = 32_768;

/** A copy of what a line was given, without secrets, of bounded size, that JSON can hold. Never throws. */
export function plainFields(fields: LogFields): LogFields {
  try {
    const text = JSON.stringify(redact(fields), (_, value: unknown) => plain(value));
    return text.length > MAX_JSON ? { cut: text.slice(0, MAX_JSON) } : (JSON.parse(text) as LogFields);
  } catch {
    return { unreadable: true };
  }
}

function plain(value: unknown): unknown {
  if (typeof value === "bigint") return String(value);
  if (!(value instanceof Error)) return value;
  const code = isPergolaError(value) ? { code: value.code } : {};
  return { name: value.name, ...code, message: errorMessage(value) };
}
