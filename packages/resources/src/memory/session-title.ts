import { textOf } from "../llm/message-text.ts";
import type { StoredMessage } from "./stored-message.ts";

const MAX_TITLE_CHARACTERS = 80;

/** The start of a message's text on one line, at most 80 characters; "" for a message without text. */
export function sessionTitle(message: StoredMessage): string {
  const line = textOf(message.content, " ").slice(0, 1000).replace(/\s+/g, " ").trim().toWellFormed();
  const characters = [...line];
  if (characters.length <= MAX_TITLE_CHARACTERS) return line;
  return `${characters
    .slice(0, MAX_TITLE_CHARACTERS - 1)
    .join("")
    .trimEnd()}…`;
}
