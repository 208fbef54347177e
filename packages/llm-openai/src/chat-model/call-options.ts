import type { BaseChatModelCallOptions } from "@langchain/core/language_models/chat_models";
import {
  type DirectCallOptions,
  fromLangChainToolChoice,
  type ModelParameters,
  type ResponseFormat,
} from "@pergola/resources";
import { type WireRequest, type WireTool, wireTool } from "../wire/request-body.ts";

/** What a call through LangChain may carry, besides LangChain's own options. */
export interface ChatCallOptions extends BaseChatModelCallOptions, DirectCallOptions {
  /** Tools in the vendor's form; `bindTools` sets them. */
  readonly tools?: readonly WireTool[];
  /** Wins over `parameters.responseFormat`; `withStructuredOutput` sets it. */
  readonly responseFormat?: ResponseFormat;
}

type CallOptions = Omit<ChatCallOptions, "signal">;

/** LangChain's `stop` and `tool_choice` win over `parameters`: they are nearer to the call. @throws TOOL_CHOICE_INVALID */
export function wireRequest(messages: WireRequest["messages"], options: CallOptions): WireRequest {
  const { stop, tool_choice, responseFormat, parameters } = options;
  const tools = [...(options.tools ?? []), ...(options.toolDefinitions ?? []).map(wireTool)];
  const named: ModelParameters = {
    ...parameters,
    ...(stop !== undefined && { stop }),
    ...(tool_choice !== undefined && { toolChoice: fromLangChainToolChoice(tool_choice) }),
    ...(responseFormat !== undefined && { responseFormat }),
  };
  return { messages, tools, parameters: named };
}
