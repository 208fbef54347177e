import type { AIMessage, BaseMessage, ToolMessage } from "@langchain/core/messages";

/** A message as this model reads it. */
export interface Turn {
  readonly role: "system" | "user" | "assistant" | "tool";
  readonly text: string;
  /** Assistant only, and only when there are some. */
  readonly toolCalls?: readonly TurnToolCall[];
  /** Tool only: the call that it answers. */
  readonly toolCallId?: string;
  /** Tool only: true when the tool failed. */
  readonly isError?: boolean;
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
    ...(role === "assistant" && toolCallsOf(message as AIMessage)),
    ...(role === "tool" && toolPartOf(message as ToolMessage)),
  };
}

function toolCallsOf({ tool_calls: calls = [] }: AIMessage): Pick<Turn, "toolCalls"> {
  if (calls.length === 0) return {};
  return { toolCalls: calls.map(({ id, name, args }) => ({ id, name, arguments: args })) };
}

function toolPartOf({ tool_call_id, status }: ToolMessage): Pick<Turn, "toolCallId" | "isError"> {
  return { toolCallId: tool_call_id, ...(status === "error" && { isError: true }) };
}
