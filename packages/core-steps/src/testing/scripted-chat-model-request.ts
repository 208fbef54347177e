import type { BaseChatModelCallOptions, BindToolsInput } from "@langchain/core/language_models/chat_models";
import type { BaseMessage } from "@langchain/core/messages";
import { convertToOpenAITool } from "@langchain/core/utils/function_calling";
import {
  type ChatRequest,
  type DirectCallOptions,
  fromLangChainToolChoice,
  type ModelParameters,
  type ToolDefinition,
} from "@pergola/resources";

/** Call options that the model records. */
export interface ScriptedCallOptions extends BaseChatModelCallOptions, DirectCallOptions {
  readonly tools?: BindToolsInput[];
}

/** A call through LangChain, in our words. @throws TOOL_CHOICE_INVALID */
export function requestOf(
  messages: readonly BaseMessage[],
  options: Partial<ScriptedCallOptions>,
): ChatRequest {
  return {
    messages,
    tools: options.toolDefinitions ?? options.tools?.map(toDefinition),
    parameters: { ...options.parameters, ...standardParameters(options) },
  };
}

function toDefinition(tool: NonNullable<ScriptedCallOptions["tools"]>[number]): ToolDefinition {
  const { function: definition } = convertToOpenAITool(tool as Parameters<typeof convertToOpenAITool>[0]);
  return { ...definition, parameters: definition.parameters ?? {} };
}

function standardParameters({ stop, tool_choice }: Partial<ScriptedCallOptions>): ModelParameters {
  return {
    ...(stop !== undefined && { stop }),
    ...(tool_choice !== undefined && { toolChoice: fromLangChainToolChoice(tool_choice) }),
  };
}
