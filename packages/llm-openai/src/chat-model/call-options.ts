import type { BaseChatModelCallOptions } from "@langchain/core/language_models/chat_models";
import type { DirectCallOptions, ModelParameters, ResponseFormat, ToolChoice } from "@pergola/resources";
import { type WireRequest, type WireTool, wireTool } from "../wire/request-body.ts";

/** What a call through LangChain may carry, besides LangChain's own options. */
export interface ChatCallOptions extends BaseChatModelCallOptions, DirectCallOptions {
  /** Tools in the vendor's form; `bindTools` sets them. */
  readonly tools?: readonly WireTool[];
  /** Wins over `parameters.responseFormat`; `withStructuredOutput` sets it. */
  readonly responseFormat?: ResponseFormat;
}

type CallOptions = Omit<ChatCallOptions, "signal">;

/** LangChain's `stop` and `tool_choice` win over `parameters`: they are nearer to the call. */
export function wireRequest(messages: WireRequest["messages"], options: CallOptions): WireRequest {
  const { stop, tool_choice, responseFormat, parameters } = options;
  const tools = [...(options.tools ?? []), ...(options.toolDefinitions ?? []).map(wireTool)];
  const named: ModelParameters = {
    ...parameters,
    ...(stop !== undefined && { stop }),
    ...(tool_choice !== undefined && { toolChoice: toolChoice(tool_choice) }),
    ...(responseFormat !== undefined && { responseFormat }),
  };
  return { messages, tools, parameters: named };
}

/** LangChain's `any` is the vendor's `required`; any other word is the name of a tool. */
function toolChoice(choice: NonNullable<CallOptions["tool_choice"]>): ToolChoice {
  if (typeof choice !== "string") {
    const { name, function: called } = choice as { name?: string; function?: { name?: string } };
    return { name: called?.name ?? name ?? "" };
  }
  if (choice === "any") return "required";
  return choice === "auto" || choice === "none" || choice === "required" ? choice : { name: choice };
}
