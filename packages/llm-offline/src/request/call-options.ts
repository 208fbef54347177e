import type { BaseChatModelCallOptions } from "@langchain/core/language_models/chat_models";
import type { BaseMessage } from "@langchain/core/messages";
import { convertToOpenAITool } from "@langchain/core/utils/function_calling";
import type {
  ChatRequest,
  DirectCallOptions,
  ModelParameters,
  ToolChoice,
  ToolDefinition,
} from "@pergola/resources";

/** What the model understands when it is called through LangChain. */
export interface OfflineCallOptions extends BaseChatModelCallOptions, DirectCallOptions {}

/** A LangChain call as a request. */
export function toRequest(messages: readonly BaseMessage[], options: OfflineCallOptions): ChatRequest {
  const { toolDefinitions, tool_choice, stop } = options;
  const given: ModelParameters = {
    ...(stop !== undefined && { stop }),
    ...(tool_choice !== undefined && { toolChoice: toToolChoice(tool_choice) }),
  };
  return { messages, tools: toolDefinitions, parameters: { ...given, ...options.parameters } };
}

/** LangChain tools, or definitions in the vendor's form, as ours. */
export function toToolDefinition(tool: Parameters<typeof convertToOpenAITool>[0]): ToolDefinition {
  const { name, description, parameters } = convertToOpenAITool(tool).function;
  return { name, description, parameters: { ...parameters } };
}

/** LangChain also says `any` for "some tool", a bare name for "this tool", and a vendor's object. */
function toToolChoice(choice: NonNullable<OfflineCallOptions["tool_choice"]>): ToolChoice {
  if (choice === "any" || choice === "required") return "required";
  if (choice === "auto" || choice === "none") return choice;
  if (typeof choice === "string") return { name: choice };
  const { function: named } = choice as { readonly function?: { readonly name?: string } };
  return named?.name === undefined ? "auto" : { name: named.name };
}
