import type * as Messages from "@langchain/core/messages";

/** LangChain's message classes. */
export type LangChainMessages = typeof Messages;

let loading: Promise<LangChainMessages> | undefined;

/** Loads them on first use: importing this package loads no LangChain. */
export function loadMessages(): Promise<LangChainMessages> {
  loading ??= import("@langchain/core/messages");
  return loading;
}
