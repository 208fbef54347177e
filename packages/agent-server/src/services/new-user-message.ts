import type { StoredMessage } from "@pergola/resources";
import { invalidRequest } from "../domain/invalid-request.ts";

type Content = StoredMessage["content"];

/**
 * What a client that sends its whole conversation says anew: the user messages after the last answer, as one. The rest
 * the server has itself.
 *
 * @throws INVALID_REQUEST when nothing is new, or a message cannot be part of a stored turn
 */
export function newUserMessage(messages: readonly StoredMessage[]): { role: "user"; content: Content } {
  const start = messages.findLastIndex((message) => message.role === "assistant") + 1;
  messages.forEach((message, index) => {
    if (message.role === "system" || (index >= start && message.role === "tool"))
      throw notInSession(message, index);
  });
  const contents = messages.slice(start).map((message) => message.content);
  if (contents.length === 0) throw nothingNew();
  return { role: "user", content: join(contents) };
}

/** Texts as paragraphs; anything else as parts. */
function join(contents: readonly Content[]): Content {
  const [only] = contents;
  if (contents.length === 1 && only !== undefined) return only;
  const texts = contents.filter((content) => typeof content === "string");
  if (texts.length === contents.length) return texts.join("\n\n");
  return contents.flatMap((content) =>
    typeof content === "string" ? [{ type: "text", text: content }] : content,
  );
}

function notInSession({ role }: StoredMessage, index: number) {
  const why = role === "system" ? "the agent's own instructions hold" : "a tool result cannot begin a turn";
  return invalidRequest({
    path: ["messages", index, "role"],
    message: `a ${role} message cannot be sent with a session: ${why}`,
    hint: "Leave it out, or leave session_id out and send the whole conversation.",
  });
}

function nothingNew() {
  return invalidRequest({
    path: ["messages"],
    message: "with a session the last message must be the user's: nothing after the last answer is new",
    hint: "Add the user's message at the end.",
  });
}
