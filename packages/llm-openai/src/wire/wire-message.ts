import type { AIMessage, BaseMessage, ToolMessage } from "@langchain/core/messages";
import { resourceErrors } from "@pergola/resources";
import { assistantText, textContent, userContent } from "./content-parts.ts";

/** A message as it goes over the wire. */
export type WireMessage = Readonly<Record<string, unknown>>;

/** LangChain's message in the vendor's form. @throws MODEL_PARAMETER_UNSUPPORTED for what the protocol has no place for */
export function wireMessage(message: BaseMessage): WireMessage {
  const name = message.name === undefined ? {} : { name: message.name };
  switch (message.type) {
    case "human":
      return { role: "user", content: userContent(message.content), ...name };
    case "system":
      return { role: systemRole(message), content: textContent(message.content, "system"), ...name };
    case "ai":
      return { ...assistantMessage(message as AIMessage), ...name };
    case "tool":
      return {
        role: "tool",
        content: textContent(message.content, "tool"),
        tool_call_id: (message as ToolMessage).tool_call_id,
      };
    case "generic":
      return {
        role: (message as BaseMessage & { role: string }).role,
        content: userContent(message.content),
        ...name,
      };
    default:
      throw resourceErrors.create("MODEL_PARAMETER_UNSUPPORTED", {
        message: `A message of type "${message.type}" cannot be sent.`,
        hint: "Send system, human, ai and tool messages.",
      });
  }
}

function systemRole({ additional_kwargs }: BaseMessage): string {
  return additional_kwargs.__openai_role__ === "developer" ? "developer" : "system";
}

function assistantMessage(message: AIMessage): WireMessage {
  const calls = [...(message.tool_calls ?? []), ...(message.invalid_tool_calls ?? [])];
  const content = assistantText(message.content);
  if (calls.length === 0) return { role: "assistant", content };
  return {
    role: "assistant",
    content,
    tool_calls: calls.map(({ id, name, args }) => ({
      id,
      type: "function",
      function: { name, arguments: typeof args === "string" ? args : JSON.stringify(args ?? {}) },
    })),
  };
}
