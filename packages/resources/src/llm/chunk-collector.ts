import type { AIMessage, AIMessageChunk, MessageContent } from "@langchain/core/messages";
import { readFinishReason } from "./finish-reason.ts";
import type { GenerationResult } from "./llm-resource.ts";
import { textOf } from "./message-text.ts";
import { ToolCallCollector } from "./tool-call-collector.ts";
import { fromUsageMetadata } from "./usage-metadata.ts";

type Piece = AIMessage | AIMessageChunk;

/**
 * Puts the chunks of one answer together. Plain text is collected as text; only chunks that carry more (usage, content
 * blocks, extra fields) are concatenated LangChain's way, which costs a new message each.
 */
export class ChunkCollector {
  readonly #classes: typeof import("@langchain/core/messages");
  readonly #toolCalls = new ToolCallCollector();
  readonly #metadata: Record<string, unknown> = {};
  #id: string | undefined;
  #text = "";
  #merged: AIMessageChunk | undefined;

  constructor(classes: typeof import("@langchain/core/messages")) {
    this.#classes = classes;
  }

  /** Whether nothing has come at all. */
  isEmpty = true;

  add(piece: Piece): void {
    this.isEmpty = false;
    this.#id ??= piece.id;
    this.#toolCalls.add(piece);
    for (const key in piece.response_metadata) {
      const value: unknown = piece.response_metadata[key];
      if (value !== undefined && value !== null) this.#metadata[key] = value;
    }
    if (isPlain(piece)) this.#text += piece.content;
    else this.#merge(piece);
  }

  /**
   * @param fallbackId the message's id if the model gave none, or one that is taken
   * @param taken ids of messages that this one must not replace in a conversation
   */
  finish(fallbackId: string, taken: ReadonlySet<string | undefined>): GenerationResult {
    const { AIMessage } = this.#classes;
    const id = !this.#id || taken.has(this.#id) ? fallbackId : this.#id;
    const { toolCalls, invalidToolCalls } = this.#toolCalls.finish(id);
    const finishReason = readFinishReason(this.#metadata, toolCalls.length > 0);
    const { content, additional_kwargs, usage_metadata } = this.#whole();
    const { tool_calls: _raw, ...extras } = additional_kwargs ?? {};
    const message = new AIMessage({
      id,
      content,
      tool_calls: toolCalls,
      invalid_tool_calls: invalidToolCalls,
      usage_metadata,
      additional_kwargs: extras,
      response_metadata: { finish_reason: finishReason.raw ?? finishReason.unified, ...this.#metadata },
    });
    return { message, content: textOf(content), finishReason, usage: fromUsageMetadata(usage_metadata) };
  }

  #whole(): Pick<AIMessageChunk, "usage_metadata"> &
    Partial<Pick<AIMessageChunk, "additional_kwargs">> & { content: MessageContent } {
    if (this.#merged === undefined) return { content: this.#text };
    this.#flushText();
    return this.#merged;
  }

  #merge(piece: Piece): void {
    this.#flushText();
    const { content, additional_kwargs, usage_metadata } = piece;
    const chunk = new this.#classes.AIMessageChunk({ content, additional_kwargs, usage_metadata });
    this.#merged = this.#merged === undefined ? chunk : this.#merged.concat(chunk);
  }

  #flushText(): void {
    if (this.#text === "") return;
    const chunk = new this.#classes.AIMessageChunk(this.#text);
    this.#merged = this.#merged === undefined ? chunk : this.#merged.concat(chunk);
    this.#text = "";
  }
}

/** Whether a piece is text and nothing else but tool calls, which are collected apart. */
function isPlain(piece: Piece): piece is Piece & { readonly content: string } {
  if (typeof piece.content !== "string" || piece.usage_metadata !== undefined) return false;
  for (const key in piece.additional_kwargs) if (key !== "tool_calls") return false;
  return true;
}
