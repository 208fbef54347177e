import type { BaseMessage } from "@langchain/core/messages";
import type { Variables } from "./template.ts";

/** The state as template variables; `{input}` is the text of the last user message unless the state has its own. */
export function stateVariables(state: Readonly<Record<string, unknown>>): Variables {
  return {
    values: state,
    fallback: (root) => (root === "input" ? lastUserText(messagesOf(state)) : undefined),
  };
}

/** The state's messages; empty when it has none. */
export function messagesOf(state: Readonly<Record<string, unknown>>): readonly BaseMessage[] {
  const messages = state.messages;
  return Array.isArray(messages) ? (messages as BaseMessage[]) : [];
}

function lastUserText(messages: readonly BaseMessage[]): string | undefined {
  return messages.findLast((message) => message.getType() === "human")?.text;
}
