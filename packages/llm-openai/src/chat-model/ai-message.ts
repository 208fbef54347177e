import { AIMessage, AIMessageChunk } from "@langchain/core/messages";
import { ChatGenerationChunk } from "@langchain/core/outputs";
import { type ChatCompletion, parseToolCalls, toUsageMetadata } from "@pergola/resources";
import type { AnswerDelta } from "../wire/answer-assembler.ts";

/**
 * The whole answer as LangChain's message. Its id is left to LangChain: servers exist that give every answer the same
 * one, and LangGraph replaces messages of equal id. The vendor's is in `response_metadata`.
 */
export function aiMessage(completion: ChatCompletion, provider: string): AIMessage {
  const { toolCalls, invalidToolCalls } = parseToolCalls(completion.toolCalls);
  return new AIMessage({
    content: completion.text,
    tool_calls: toolCalls,
    invalid_tool_calls: invalidToolCalls,
    additional_kwargs: completion.reasoning === undefined ? {} : { reasoning_content: completion.reasoning },
    response_metadata: responseMetadata(completion, provider),
    ...(completion.usage && { usage_metadata: toUsageMetadata(completion.usage) }),
  });
}

/** One piece of a streamed answer. */
export function deltaChunk(delta: AnswerDelta): ChatGenerationChunk {
  const text = delta.type === "text" ? delta.text : "";
  return new ChatGenerationChunk({ text, message: new AIMessageChunk(chunkFields(delta)) });
}

/** The last chunk: why it stopped, what it cost. */
export function closingChunk(completion: ChatCompletion, provider: string): ChatGenerationChunk {
  const message = new AIMessageChunk({
    content: "",
    response_metadata: responseMetadata(completion, provider),
    ...(completion.usage && { usage_metadata: toUsageMetadata(completion.usage) }),
  });
  return new ChatGenerationChunk({ text: "", message });
}

function chunkFields(delta: AnswerDelta): ConstructorParameters<typeof AIMessageChunk>[0] & object {
  switch (delta.type) {
    case "text":
      return { content: delta.text };
    case "reasoning":
      return { content: "", additional_kwargs: { reasoning_content: delta.text } };
    case "tool-call": {
      const { index, id, name, arguments: args } = delta;
      return { content: "", tool_call_chunks: [{ type: "tool_call_chunk", index, id, name, args }] };
    }
    default:
      return delta satisfies never;
  }
}

function responseMetadata(
  { finishReason, model, id }: ChatCompletion,
  provider: string,
): Record<string, unknown> {
  return {
    model_provider: provider,
    finish_reason: finishReason.raw,
    ...(model !== undefined && { model_name: model }),
    ...(id !== undefined && { id }),
  };
}
