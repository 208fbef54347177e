import type { StoredMessage, StoredToolCall } from "./stored-message.ts";

/**
 * Makes a list of messages a valid request: behind every assistant message stand the results of its tool calls, one
 * for each and nothing else. A call without a result gets a synthetic one with status `error`; a result without its
 * call is dropped. Results count only when they follow their call directly, because that is what vendors accept.
 */
export function closeToolCalls(messages: readonly StoredMessage[]): StoredMessage[] {
  const closed: StoredMessage[] = [];
  let open: StoredToolCall[] = [];
  for (const message of messages) {
    if (message.role === "tool") {
      const answered = open.findIndex((call) => call.id === message.toolCallId);
      if (answered === -1) continue;
      open.splice(answered, 1);
    } else {
      closed.push(...open.map(syntheticResult));
      open = message.role === "assistant" ? [...(message.toolCalls ?? [])] : [];
    }
    closed.push(message);
  }
  closed.push(...open.map(syntheticResult));
  return closed;
}

function syntheticResult(call: StoredToolCall): StoredMessage {
  return {
    role: "tool",
    toolCallId: call.id,
    name: call.name,
    status: "error",
    content: "No result: the run ended before this tool call finished.",
  };
}
