import type { AIMessage, BaseMessage, ToolMessage } from "@langchain/core/messages";

/** A message as this model reads it. */
export interface Turn {
  readonly role: "system" | "user" | "assistant" | "tool";
  readonly text: string;
  /** Assistant only. */
  readonly toolCalls: readonly TurnToolCall[];
  /** Tool only: the call that it answers. */
  readonly toolCallId?: string;
  /** Tool only. */
  readonly isError: boolean;
}

export interface TurnToolCall {
  readonly id?: string;
  readonly name: string;
  readonly arguments: Readonly<Record<string, unknown>>;
}

const ROLES: Readonly<Record<string, Turn["role"]>> = {
  system: "system",
  developer: "system",
  human: "user",
  generic: "user",
  ai: "assistant",
  tool: "tool",
  function: "tool",
};

/** The turns of LangChain messages. */
export function toTurns(messages: readonly BaseMessage[]): readonly Turn[] {
  return messages.map(toTurn);
}

function toTurn(message: BaseMessage): Turn {
  const role = ROLES[message.getType()] ?? "user";
  return {
    role,
    text: message.text,
    toolCalls: role === "assistant" ? toolCallsOf(message as AIMessage) : [],
    ...(role === "tool" && { toolCallId: (message as ToolMessage).tool_call_id }),
    isError: role === "tool" && (message as ToolMessage).status === "error",
  };
}

function toolCallsOf(message: AIMessage): readonly TurnToolCall[] {
  return (message.tool_calls ?? []).map(({ id, name, args }) => ({ id, name, arguments: args }));
}
