import type { BaseMessage } from "@langchain/core/messages";
import { type ChatModel, isDirect } from "./chat-model.ts";
import type { ChatRequest } from "./chat-request.ts";

/** What a call sends, for `model-started`: the wire request where the model can tell, else a neutral form of it. */
export function describeRequest(
  model: ChatModel,
  id: string,
  request: ChatRequest,
): Readonly<Record<string, unknown>> {
  if (typeof model.describeRequest === "function" && isDirect(model)) return model.describeRequest(request);
  return neutralRequest(id, request);
}

/** A request in a form that is nobody's: with all that any vendor is sent of it. */
export function neutralRequest(id: string, request: ChatRequest): Readonly<Record<string, unknown>> {
  return {
    model: id,
    messages: request.messages.map(describeMessage),
    ...(request.tools !== undefined && { tools: request.tools }),
    ...request.parameters,
  };
}

const ROLES: Readonly<Record<string, string>> = { human: "user", ai: "assistant" };

/** The optional members that the message classes add to the base. */
interface MessageParts {
  readonly tool_calls?: readonly unknown[];
  readonly tool_call_id?: string;
  readonly role?: string;
}

function describeMessage(message: BaseMessage): Record<string, unknown> {
  const { tool_calls, tool_call_id, role } = message as MessageParts;
  const type = message.getType();
  return {
    role: role ?? ROLES[type] ?? type,
    content: message.content,
    ...(message.name !== undefined && { name: message.name }),
    ...(tool_calls !== undefined && tool_calls.length > 0 && { tool_calls }),
    ...(tool_call_id !== undefined && { tool_call_id }),
  };
}
