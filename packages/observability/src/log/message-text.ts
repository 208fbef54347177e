import { redactText } from "@pergola/core";

/** Longest message of a line, in UTF-16 code units. */
const MAX_MESSAGE = 16_384;

/** A message without secrets, of bounded length. Never throws, whatever a program hands over. */
export function messageText(message: unknown): string {
  // What is looked through is longer than what is shown, so that no secret is cut where it begins to be one.
  const text = redactText(textOf(message).slice(0, 2 * MAX_MESSAGE));
  return text.length > MAX_MESSAGE ? `${text.slice(0, MAX_MESSAGE)}…` : text;
}

function textOf(message: unknown): string {
  if (typeof message === "string") return message;
  try {
    return String(message);
  } catch {
    return "[unreadable]";
  }
}
