import { toolErrors } from "./errors.ts";

/** Longest text that goes to the model, in characters, unless the call says otherwise. */
export const DEFAULT_MAX_RESULT_CHARS = 100_000;

/**
 * What a tool returned as text for the model: text as it is, everything else as JSON.
 *
 * @throws TOOL_RESULT_INVALID for what JSON cannot hold (a cycle, a bigint)
 */
export function resultText(toolName: string, value: unknown): string {
  if (typeof value === "string") return value;
  try {
    return JSON.stringify(value) ?? "null";
  } catch (cause) {
    throw toolErrors.create("TOOL_RESULT_INVALID", {
      message: `What "${toolName}" returned cannot be written as JSON: ${String((cause as Error).message)}`,
      hint: "Return text, or plain data without cycles and bigints.",
      cause,
    });
  }
}

/** At most `maxChars` of a text, with a mark that says how much was cut. Never splits a surrogate pair. */
export function boundedText(text: string, maxChars: number): string {
  if (text.length <= maxChars) return text;
  const last = text.charCodeAt(maxChars - 1);
  const end = last >= 0xd800 && last <= 0xdbff ? maxChars - 1 : maxChars;
  return `${text.slice(0, end)}\n[cut: ${end} of ${text.length} characters are shown]`;
}
