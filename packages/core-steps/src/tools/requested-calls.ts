import type { AIMessage } from "@langchain/core/messages";
import { ownCallIds } from "@pergola/resources/definition";
import type { ToolCallRequest } from "./tools-handle.ts";

/**
 * What an answer asks for; calls whose arguments are not JSON included, so that the model hears of it. Calls that have
 * no id of their own get one, in the message too: the result has to name its call.
 */
export function requestedCalls(message: AIMessage): ToolCallRequest[] {
  const { tool_calls: toolCalls = [], invalid_tool_calls: invalidToolCalls = [] } = message;
  const calls = ownCallIds({ toolCalls, invalidToolCalls }, message.id ?? crypto.randomUUID());
  message.tool_calls = calls.toolCalls;
  message.invalid_tool_calls = calls.invalidToolCalls;
  return [...calls.toolCalls, ...calls.invalidToolCalls].map(({ id = "", name = "", args }) => ({
    id,
    name,
    arguments: args,
  }));
}
