import type { AIMessage, BaseMessage, ToolMessage } from "@langchain/core/messages";
import { requestedCalls } from "../../tools/requested-calls.ts";

/** Longest part of one result that notes show, in characters. */
const MAX_RESULT_CHARS = 4_000;

/**
 * Thoughts, calls and results as text. A model that is asked about its work, and not to go on with it, gets these: vendors
 * refuse tool calls in a request that offers no tools.
 */
export function workNotes(messages: readonly BaseMessage[]): string {
  return messages.flatMap(linesOf).join("\n");
}

function linesOf(message: BaseMessage): readonly string[] {
  if (message.getType() === "tool") return [resultLine(message as ToolMessage)];
  if (message.getType() !== "ai") return [];
  const calls = requestedCalls(message as AIMessage).map(
    ({ name, arguments: given }) =>
      `Called ${name} with ${typeof given === "string" ? given : JSON.stringify(given)}`,
  );
  return message.text === "" ? calls : [`Thought: ${message.text}`, ...calls];
}

function resultLine({ name, text, status }: ToolMessage): string {
  const shown = text.length <= MAX_RESULT_CHARS ? text : `${text.slice(0, MAX_RESULT_CHARS)} [cut]`;
  return `${status === "error" ? "Failed" : "Result"}${name === undefined ? "" : ` of ${name}`}: ${shown}`;
}
