import type { Usage } from "@pergola/core";
import { type CompletionHead, type WireFinishReason, wireUsage } from "./completion.ts";
import type { WireToolCall } from "./tool-calls.ts";

/** Makes the pieces of a streamed answer. */
export interface ChunkFactory {
  role(index: number): unknown;
  text(index: number, text: string): unknown;
  toolCalls(index: number, toolCalls: readonly WireToolCall[]): unknown;
  finish(index: number, reason: WireFinishReason): unknown;
  /** The last one, for who asked for `include_usage`. */
  usage(usages: readonly Usage[]): unknown;
}

/** @param includesUsage the other chunks then say `usage: null`, as the vendor's do */
export function createChunkFactory(head: CompletionHead, includesUsage: boolean): ChunkFactory {
  const { id, created, model, metadata } = head;
  const base = { id, object: "chat.completion.chunk", created, model };
  const noUsage = includesUsage ? { usage: null } : {};
  const chunk = (index: number, delta: object, finishReason: WireFinishReason | null = null) => ({
    ...base,
    choices: [{ index, delta, logprobs: null, finish_reason: finishReason }],
    ...noUsage,
  });
  return {
    role: (index) => ({
      ...chunk(index, { role: "assistant", content: "", refusal: null }),
      ...(metadata !== undefined && { metadata }),
    }),
    text: (index, content) => chunk(index, { content }),
    toolCalls: (index, toolCalls) =>
      chunk(index, { tool_calls: toolCalls.map((call, place) => ({ index: place, ...call })) }),
    finish: (index, reason) => chunk(index, {}, reason),
    usage: (usages) => ({ ...base, choices: [], usage: wireUsage(usages) }),
  };
}
