import type { BaseMessage, BaseMessageLike } from "@langchain/core/messages";
import type { LangChainMessages } from "@pergola/resources";

/**
 * What LangGraph takes for `messages`, a list or a single one, as LangChain messages.
 *
 * @throws LangChain's own error for what is no message
 */
export function toMessages(value: unknown, classes: LangChainMessages): BaseMessage[] {
  const list = (Array.isArray(value) && !isTuple(value) ? value : [value]) as BaseMessageLike[];
  return list.map((message) => classes.coerceMessageLikeToMessage(message));
}

/** LangChain also takes `["user", "text"]` for a message. */
function isTuple(value: readonly unknown[]): boolean {
  return value.length === 2 && typeof value[0] === "string" && typeof value[1] === "string";
}
