import type { BaseMessage, HumanMessage } from "@langchain/core/messages";
import type { LangChainMessages, StoredMessage } from "@pergola/resources";
import { builderErrors } from "../errors.ts";

/** What a chat turn may be started with: text, a LangChain message, or `{ role: "user", content }`. */
export type ChatMessage =
  | string
  | BaseMessage
  | { readonly role: "user"; readonly content: StoredMessage["content"]; readonly name?: string };

/** Whether the input of `stream()` is a chat message rather than a state. */
export function isChatMessage(input: unknown): input is ChatMessage {
  if (typeof input === "string") return true;
  if (typeof input !== "object" || input === null) return false;
  if (typeof (input as BaseMessage).getType === "function") return true;
  return "role" in input && "content" in input && !("messages" in input);
}

/** @throws INVALID_MESSAGE */
export function toUserMessage(input: unknown, classes: LangChainMessages): HumanMessage {
  if (typeof input === "string") return new classes.HumanMessage(input);
  if (classes.isBaseMessage(input)) {
    if (input.getType() === "human") return input as HumanMessage;
    throw invalidMessage(`a message of type ${input.getType()}`);
  }
  if (isPlainUserMessage(input))
    return new classes.HumanMessage({ content: input.content as string, name: input.name });
  throw invalidMessage(describe(input));
}

function isPlainUserMessage(input: unknown): input is Exclude<ChatMessage, string | BaseMessage> {
  if (typeof input !== "object" || input === null) return false;
  const { role, content } = input as Record<string, unknown>;
  return role === "user" && (typeof content === "string" || Array.isArray(content));
}

function describe(input: unknown): string {
  if (input === null) return "null";
  return typeof input === "object"
    ? `an object with the keys ${Object.keys(input).join(", ") || "(none)"}`
    : typeof input;
}

function invalidMessage(received: string) {
  return builderErrors.create("INVALID_MESSAGE", {
    message: `chat() got ${received}; expected text or a user message.`,
    hint: 'Pass "text", new HumanMessage("…") or { role: "user", content: "…" }; a whole state goes to run() or stream().',
  });
}
