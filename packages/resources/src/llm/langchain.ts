/** LangChain's message classes. */
export type LangChainMessages = typeof import("@langchain/core/messages");

let messages: LangChainMessages | undefined;
let chatModels: typeof import("@langchain/core/language_models/chat_models") | undefined;

/** LangChain's message classes, loaded on first use so that importing this package stays light. */
export async function loadMessages(): Promise<LangChainMessages> {
  messages ??= await import("@langchain/core/messages");
  return messages;
}

/** LangChain's base model, loaded on first use. */
export async function loadChatModels(): Promise<
  typeof import("@langchain/core/language_models/chat_models")
> {
  chatModels ??= await import("@langchain/core/language_models/chat_models");
  return chatModels;
}
