import type { AIMessage, BaseMessage, ToolMessage } from "@langchain/core/messages";

interface Call {
  readonly id?: string;
  readonly name?: string;
}

/**
 * Makes messages a valid request: a tool call that nobody answered gets a result that says so. As in stored turns, a
 * result counts only when it follows its call directly, because that is what vendors accept; beside an open call, results
 * of no call are left out. Without an open call the very list given comes back; it is never changed.
 */
export function closeOpenCalls(
  messages: readonly BaseMessage[],
  Result: typeof ToolMessage,
): readonly BaseMessage[] {
  if (!messages.some((message) => callsOf(message).length > 0)) return messages;
  const closed: BaseMessage[] = [];
  let open: Call[] = [];
  let hasOpen = false;
  const closeOpen = () => {
    hasOpen ||= open.length > 0;
    closed.push(...open.map((call) => noResult(call, Result)));
  };
  for (const message of messages) {
    if (message.getType() === "tool") {
      const answered = open.findIndex(({ id }) => id === (message as ToolMessage).tool_call_id);
      if (answered === -1) continue;
      open.splice(answered, 1);
    } else {
      closeOpen();
      open = [...callsOf(message)];
    }
    closed.push(message);
  }
  closeOpen();
  return hasOpen ? closed : messages;
}

const NONE: readonly Call[] = [];

function callsOf(message: BaseMessage): readonly Call[] {
  const { tool_calls: valid = NONE, invalid_tool_calls: invalid = NONE } = message as Partial<AIMessage>;
  return invalid.length === 0 ? valid : [...valid, ...invalid];
}

function noResult({ id = "", name }: Call, Result: typeof ToolMessage): ToolMessage {
  return new Result({
    tool_call_id: id,
    ...(name !== undefined && { name }),
    status: "error",
    content: "No result: nobody answered this tool call.",
  });
}
