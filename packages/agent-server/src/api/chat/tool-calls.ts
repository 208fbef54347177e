import type { AIMessage, ToolMessage } from "@langchain/core/messages";
import type { RunResult } from "@pergola/builders";

/** A tool call as the vendor writes it. */
export interface WireToolCall {
  readonly id: string;
  readonly type: "function";
  readonly function: { readonly name: string; readonly arguments: string };
}

/** The calls of the last answer that nobody has made: they are for the client. */
export function waitingCalls({ messages }: Pick<RunResult, "messages">): readonly WireToolCall[] {
  const at = messages.findLastIndex((message) => message.getType() === "ai");
  const answer = messages[at] as AIMessage | undefined;
  const made = new Set(messages.slice(at + 1).map((message) => (message as ToolMessage).tool_call_id));
  const valid = (answer?.tool_calls ?? []).map(({ id, name, args }) =>
    wireCall(id, name, JSON.stringify(args)),
  );
  const unparsed = (answer?.invalid_tool_calls ?? []).map(({ id, name, args }) => wireCall(id, name, args));
  return [...valid, ...unparsed].filter((call) => !made.has(call.id));
}

function wireCall(id = "", name = "", text = ""): WireToolCall {
  return { id, type: "function", function: { name, arguments: text } };
}
