import { AIMessage, AIMessageChunk } from "@langchain/core/messages";
import { ChatGenerationChunk } from "@langchain/core/outputs";
import { type ChatDelta, parseToolCalls, type RawToolCall, toUsageMetadata } from "@pergola/resources";
import type { PlannedAnswer } from "./scripted-chat-model-reply.ts";

/** A delta as LangChain streams it. */
export function deltaChunk(delta: ChatDelta): ChatGenerationChunk {
  if (delta.type === "text") return chunkOf(new AIMessageChunk(delta.text), delta.text);
  return chunkOf(new AIMessageChunk({ content: "", additional_kwargs: { reasoning_content: delta.text } }));
}

/** What comes after the text: each tool call in two pieces, then why it ended and what it cost. */
export function* closingChunks(answer: PlannedAnswer, model: string): Generator<ChatGenerationChunk> {
  for (const [index, toolCall] of answer.toolCalls.entries()) yield* toolCallChunks(toolCall, index);
  yield chunkOf(
    new AIMessageChunk({
      content: "",
      response_metadata: { finish_reason: wireReason(answer), model_name: model },
      usage_metadata: answer.usage === undefined ? undefined : toUsageMetadata(answer.usage),
    }),
  );
}

/** An answer as LangChain's `invoke` gives it. */
export function answerMessage(answer: PlannedAnswer, model: string): AIMessage {
  const { toolCalls, invalidToolCalls } = parseToolCalls(answer.toolCalls);
  return new AIMessage({
    content: answer.tokens.join(""),
    tool_calls: toolCalls,
    invalid_tool_calls: invalidToolCalls,
    usage_metadata: answer.usage === undefined ? undefined : toUsageMetadata(answer.usage),
    additional_kwargs: answer.reasoning === "" ? {} : { reasoning_content: answer.reasoning },
    response_metadata: { finish_reason: wireReason(answer), model_name: model },
  });
}

function* toolCallChunks(
  { id, name, arguments: args }: RawToolCall,
  index: number,
): Generator<ChatGenerationChunk> {
  const half = Math.ceil(args.length / 2);
  const pieces = [
    { type: "tool_call_chunk" as const, index, id, name, args: args.slice(0, half) },
    { type: "tool_call_chunk" as const, index, args: args.slice(half) },
  ];
  for (const piece of pieces) yield chunkOf(new AIMessageChunk({ content: "", tool_call_chunks: [piece] }));
}

const chunkOf = (message: AIMessageChunk, text = "") => new ChatGenerationChunk({ message, text });

/** Spelled as vendors do. */
const wireReason = ({ finishReason }: PlannedAnswer): string => finishReason.replace("-", "_");
