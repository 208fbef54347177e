import type { AIMessage, AIMessageChunk, InvalidToolCall } from "@langchain/core/messages";
import type { ToolCall, ToolCallChunk } from "@langchain/core/messages/tool";
import { ownCallIds } from "./own-call-ids.ts";
import { type ParsedToolCalls, parseToolCalls } from "./tool-call-arguments.ts";

interface OpenCall {
  readonly index: number | undefined;
  id: string | undefined;
  name: string;
  arguments: string;
}

/** Joins the pieces of tool calls and parses each call's arguments once, at the end. */
export class ToolCallCollector {
  readonly #open: OpenCall[] = [];
  readonly #whole: ToolCall[] = [];
  readonly #invalid: InvalidToolCall[] = [];

  add(message: AIMessage | AIMessageChunk): void {
    const { tool_call_chunks: pieces = [] } = message as Partial<AIMessageChunk>;
    if (pieces.length > 0) {
      for (const piece of pieces) this.#join(piece);
      return;
    }
    if (message.tool_calls !== undefined && message.tool_calls.length > 0)
      this.#whole.push(...message.tool_calls);
    if (message.invalid_tool_calls !== undefined) this.#invalid.push(...message.invalid_tool_calls);
  }

  /** Every call with an id of its own, made from `messageId` where the model gave none. */
  finish(messageId: string): ParsedToolCalls {
    const parsed = parseToolCalls(this.#open.map((call) => ({ ...call, id: call.id ?? "" })));
    const whole = this.#whole.map((call): ToolCall => ({ ...call, type: "tool_call" }));
    const calls = {
      toolCalls: [...parsed.toolCalls, ...whole],
      invalidToolCalls: [...parsed.invalidToolCalls, ...this.#invalid],
    };
    return ownCallIds(calls, messageId);
  }

  #join(piece: ToolCallChunk): void {
    const { index, id, name = "", args = "" } = piece;
    const call = this.#open.findLast((open) => belongs(piece, open));
    if (call === undefined) {
      this.#open.push({ index, id: id || undefined, name, arguments: args });
      return;
    }
    call.id ??= id || undefined;
    call.arguments += args;
    if (call.name !== name) call.name += name;
  }
}

/**
 * By id and index as far as the piece has them; without either it goes on with the last call, unless it names another
 * function after that call's arguments have begun.
 */
function belongs({ index, id, name }: ToolCallChunk, open: OpenCall): boolean {
  if (index !== undefined && open.index !== index) return false;
  if (id) return open.id === undefined || open.id === id;
  return index !== undefined || !name || name === open.name || open.arguments === "";
}
