import type { StoredMessage } from "@pergola/resources";

/** The text of a message's content: blocks that are not text are left out. */
export function messageText(content: StoredMessage["content"]): string {
  if (typeof content === "string") return content;
  return content.map((block) => (typeof block.text === "string" ? block.text : "")).join("");
}
