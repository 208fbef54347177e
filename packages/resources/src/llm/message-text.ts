import type { AIMessage, AIMessageChunk, MessageContent } from "@langchain/core/messages";
import type { StoredMessage } from "../memory/stored-message.ts";

interface Block {
  readonly type?: unknown;
  readonly text?: unknown;
  readonly reasoning?: unknown;
  readonly thinking?: unknown;
}

/** The text of a message's content: itself, or that of its text blocks with `separator` (default none) between them. */
export function textOf(content: MessageContent | StoredMessage["content"], separator = ""): string {
  if (typeof content === "string") return content;
  let text = "";
  for (const block of content as readonly Block[]) {
    if ((block.type !== "text" && block.type !== "text_delta") || typeof block.text !== "string") continue;
    text += text === "" ? block.text : separator + block.text;
  }
  return text;
}

/** What a message holds of the model's thinking: reasoning blocks, or `reasoning_content` beside the content. */
export function reasoningOf(message: AIMessage | AIMessageChunk): string {
  const beside: unknown = message.additional_kwargs.reasoning_content;
  if (typeof message.content === "string") return typeof beside === "string" ? beside : "";
  let text = "";
  for (const { type, reasoning, thinking } of message.content as readonly Block[]) {
    if (type === "reasoning" && typeof reasoning === "string") text += reasoning;
    else if (type === "thinking" && typeof thinking === "string") text += thinking;
  }
  return text;
}
