import type { AIMessage, BaseMessage, MessageContent, ToolMessage } from "@langchain/core/messages";
import type { LangChainMessages, StoredMessage, StoredToolCall } from "@pergola/resources";

const ROLES: Readonly<Record<string, StoredMessage["role"]>> = {
  human: "user",
  ai: "assistant",
  tool: "tool",
  system: "system",
  developer: "system",
};

/** A LangChain message as it is stored. */
export function toStored(message: BaseMessage): StoredMessage {
  const role = ROLES[message.getType()] ?? "user";
  return {
    role,
    content: message.content as StoredMessage["content"],
    ...(message.id !== undefined && { id: message.id }),
    ...(message.name !== undefined && { name: message.name }),
    ...(role === "assistant" && callsOf(message as AIMessage)),
    ...(role === "tool" && resultOf(message as ToolMessage)),
  };
}

/** A stored message as LangChain has it. */
export function fromStored(message: StoredMessage, classes: LangChainMessages): BaseMessage {
  const fields = { content: message.content as MessageContent, id: message.id, name: message.name };
  switch (message.role) {
    case "user":
      return new classes.HumanMessage(fields);
    case "system":
      return new classes.SystemMessage(fields);
    case "assistant":
      return new classes.AIMessage({ ...fields, ...toLangChainCalls(message.toolCalls ?? []) });
    case "tool":
      return new classes.ToolMessage({
        ...fields,
        tool_call_id: message.toolCallId ?? "",
        status: message.status ?? "success",
      });
    default:
      return message.role satisfies never;
  }
}

function callsOf(message: AIMessage): { toolCalls?: readonly StoredToolCall[] } {
  const valid = (message.tool_calls ?? []).map(({ id = "", name, args }) => ({
    id,
    name,
    arguments: args as unknown,
  }));
  const invalid = (message.invalid_tool_calls ?? []).map(({ id = "", name = "", args }) => ({
    id,
    name,
    arguments: (args ?? "") as unknown,
  }));
  const toolCalls = [...valid, ...invalid];
  return toolCalls.length === 0 ? {} : { toolCalls };
}

function resultOf(message: ToolMessage) {
  return {
    toolCallId: message.tool_call_id,
    ...(message.status === "error" && { status: "error" as const }),
  };
}

/** Arguments that are text did not parse when the model gave them. */
function toLangChainCalls(calls: readonly StoredToolCall[]) {
  return {
    tool_calls: calls
      .filter((call) => typeof call.arguments !== "string")
      .map((call) => ({
        id: call.id,
        name: call.name,
        args: call.arguments as Record<string, unknown>,
        type: "tool_call" as const,
      })),
    invalid_tool_calls: calls
      .filter((call) => typeof call.arguments === "string")
      .map((call) => ({
        id: call.id,
        name: call.name,
        args: call.arguments as string,
        type: "invalid_tool_call" as const,
      })),
  };
}
