import type { BaseChatModelCallOptions } from "@langchain/core/language_models/chat_models";
import type { BaseMessage } from "@langchain/core/messages";
import { convertToOpenAITool } from "@langchain/core/utils/function_calling";
import {
  type ChatRequest,
  type DirectCallOptions,
  fromLangChainToolChoice,
  type ModelParameters,
  type ToolDefinition,
} from "@pergola/resources";

/** What the model understands when it is called through LangChain. */
export interface OfflineCallOptions extends BaseChatModelCallOptions, DirectCallOptions {}

/** A LangChain call as a request. @throws TOOL_CHOICE_INVALID */
export function toRequest(messages: readonly BaseMessage[], options: OfflineCallOptions): ChatRequest {
  const { toolDefinitions, tool_choice, stop } = options;
  const given: ModelParameters = {
    ...(stop !== undefined && { stop }),
    ...(tool_choice !== undefined && { toolChoice: fromLangChainToolChoice(tool_choice) }),
  };
  return { messages, tools: toolDefinitions, parameters: { ...given, ...options.parameters } };
}

/** LangChain tools, or definitions in the vendor's form, as ours. */
export function toToolDefinition(tool: Parameters<typeof convertToOpenAITool>[0]): ToolDefinition {
  const { name, description, parameters } = convertToOpenAITool(tool).function;
  return { name, description, parameters: { ...parameters } };
}
