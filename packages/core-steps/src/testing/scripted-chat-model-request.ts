import type { BaseChatModelCallOptions, BindToolsInput } from "@langchain/core/language_models/chat_models";
import type { BaseMessage } from "@langchain/core/messages";
import { convertToOpenAITool } from "@langchain/core/utils/function_calling";
import type {
  ChatRequest,
  DirectCallOptions,
  ModelParameters,
  ToolChoice,
  ToolDefinition,
} from "@pergola/resources";

/** Call options that the model records. */
export interface ScriptedCallOptions extends BaseChatModelCallOptions, DirectCallOptions {
  readonly tools?: BindToolsInput[];
}

/** A call through LangChain, in our words. */
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
    ...(tool_choice !== undefined && { toolChoice: toChoice(tool_choice) }),
  };
}

function toChoice(choice: NonNullable<ScriptedCallOptions["tool_choice"]>): ToolChoice {
  if (choice === "any" || choice === "required") return "required";
  if (choice === "auto" || choice === "none") return choice;
  return { name: typeof choice === "string" ? choice : String(choice.function?.name ?? choice.name) };
}
