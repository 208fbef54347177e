import { readKey } from "./read-key.ts";
import { redactText } from "./secrets/redact-text.ts";

/** What something that was thrown says: its message, else its text form, without secrets. Never throws itself. */
export function errorMessage(thrown: unknown): string {
  const message = readKey(thrown, "message");
  if (typeof message === "string" && message !== "") return redactText(message);
  try {
    return redactText(String(thrown));
  } catch {
    return "an object that has no text form";
  }
}
