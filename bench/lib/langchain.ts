import type * as ChatModels from "@langchain/core/language_models/chat_models";
import type * as Messages from "@langchain/core/messages";
import type * as Outputs from "@langchain/core/outputs";

/** The parts of one copy of LangChain that a model is made of. */
export interface LangChain {
  readonly BaseChatModel: typeof ChatModels.BaseChatModel;
  readonly AIMessage: typeof Messages.AIMessage;
  readonly AIMessageChunk: typeof Messages.AIMessageChunk;
  readonly HumanMessage: typeof Messages.HumanMessage;
  readonly ChatGenerationChunk: typeof Outputs.ChatGenerationChunk;
}

/** Loads by specifier from whoever gives the function: the workspace or the contenders. */
export type Load = (specifier: string) => Promise<unknown>;

/** The copy that the workspace uses. */
export const loadOurs: Load = (specifier) => import(specifier);

export async function loadLangChain(load: Load): Promise<LangChain> {
  const { BaseChatModel } = (await load("@langchain/core/language_models/chat_models")) as typeof ChatModels;
  const { AIMessage, AIMessageChunk, HumanMessage } = (await load(
    "@langchain/core/messages",
  )) as typeof Messages;
  const { ChatGenerationChunk } = (await load("@langchain/core/outputs")) as typeof Outputs;
  return { BaseChatModel, AIMessage, AIMessageChunk, HumanMessage, ChatGenerationChunk };
}
