/** LangChain's message classes. */
export type LangChainMessages = typeof import("@langchain/core/messages");

/** The parts of LangChain that calls are made with. */
export interface LangChain {
  readonly messages: LangChainMessages;
  readonly chatModels: typeof import("@langchain/core/language_models/chat_models");
  readonly runnables: typeof import("@langchain/core/runnables");
  readonly callbacks: typeof import("@langchain/core/callbacks/manager");
}

let messages: LangChainMessages | undefined;
let loaded: LangChain | undefined;

/** LangChain's message classes, loaded on first use so that importing this package stays light. */
export async function loadMessages(): Promise<LangChainMessages> {
  messages ??= await import("@langchain/core/messages");
  return messages;
}

/** What calls need of LangChain: a promise only on first use, so that later calls wait for nothing. */
export function loadLangChain(): LangChain | Promise<LangChain> {
  return loaded ?? load();
}

async function load(): Promise<LangChain> {
  const [messages, chatModels, runnables, callbacks] = await Promise.all([
    loadMessages(),
    import("@langchain/core/language_models/chat_models"),
    import("@langchain/core/runnables"),
    import("@langchain/core/callbacks/manager"),
  ]);
  loaded ??= { messages, chatModels, runnables, callbacks };
  return loaded;
}
