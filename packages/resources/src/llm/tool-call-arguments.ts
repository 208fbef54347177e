import type { InvalidToolCall } from "@langchain/core/messages";
import type { ToolCall } from "@langchain/core/messages/tool";
import { errorMessage } from "@pergola/core";
import type { RawToolCall } from "./chat-model.ts";

export interface ParsedToolCalls {
  readonly toolCalls: ToolCall[];
  readonly invalidToolCalls: InvalidToolCall[];
}

/**
 * Parses the arguments of tool calls. Strictly: arguments that were cut off are invalid, never repaired, since a tool
 * must not run with half of what the model meant.
 */
export function parseToolCalls(calls: readonly RawToolCall[]): ParsedToolCalls {
  const parsed: ParsedToolCalls = { toolCalls: [], invalidToolCalls: [] };
  for (const { id, name, arguments: text } of calls) {
    const result = parseArguments(text);
    if ("args" in result) parsed.toolCalls.push({ type: "tool_call", id, name, args: result.args });
    else
      parsed.invalidToolCalls.push({ type: "invalid_tool_call", id, name, args: text, error: result.error });
  }
  return parsed;
}

function parseArguments(text: string): { args: Record<string, unknown> } | { error: string } {
  if (text.trim() === "") return { args: {} };
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === "object" && value !== null && !Array.isArray(value)) {
      return { args: value as Record<string, unknown> };
    }
    return {
      error: `The arguments are ${Array.isArray(value) ? "an array" : JSON.stringify(value)}; expected a JSON object.`,
    };
  } catch (error) {
    return { error: `The arguments are not JSON: ${errorMessage(error)}` };
  }
}
