import { readKey } from "./read-key.ts";

/** What something that was thrown says: its message, else its text form. Never throws itself. */
export function errorMessage(thrown: unknown): string {
  const message = readKey(thrown, "message");
  if (typeof message === "string" && message !== "") return message;
  try {
    return String(thrown);
  } catch {
    return "an object that has no text form";
  }
}
