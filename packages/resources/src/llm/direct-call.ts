import type { AIMessage } from "@langchain/core/messages";
import type { ChatCompletion, DirectChatModel } from "./chat-model.ts";
import type { ChatRequest } from "./chat-request.ts";
import type { LangChainMessages } from "./langchain.ts";
import type { GenerationResult } from "./llm-resource.ts";
import { ownCallIds } from "./own-call-ids.ts";
import type { PieceSink } from "./piece-sink.ts";
import { toldUsage } from "./told-usage.ts";
import { parseToolCalls } from "./tool-call-arguments.ts";
import { toUsageMetadata } from "./usage-metadata.ts";

export interface DirectCallParts {
  readonly signal: AbortSignal;
  readonly sink: PieceSink;
  readonly messageId: string;
  readonly classes: LangChainMessages;
}

/** One answer by the provider's own way, without LangChain's work for each chunk. */
export async function callDirectly(
  model: DirectChatModel,
  request: ChatRequest,
  options: DirectCallParts,
): Promise<GenerationResult> {
  const { signal, sink, messageId, classes } = options;
  const completion = await model.streamDirect(request, {
    signal,
    onDelta: (delta) => (delta.type === "text" ? sink.text(delta.text) : sink.reasoning(delta.text)),
  });
  const usage = toldUsage(completion.usage);
  return {
    message: messageOf({ ...completion, usage }, messageId, classes),
    content: completion.text,
    finishReason: completion.finishReason,
    usage,
  };
}

/** The id is ours: servers exist that give every answer the same one, and LangGraph replaces messages of equal id. */
function messageOf(completion: ChatCompletion, id: string, { AIMessage }: LangChainMessages): AIMessage {
  const { toolCalls, invalidToolCalls } = ownCallIds(parseToolCalls(completion.toolCalls), id);
  const { finishReason, usage, reasoning } = completion;
  return new AIMessage({
    id,
    content: completion.text,
    tool_calls: toolCalls,
    invalid_tool_calls: invalidToolCalls,
    usage_metadata: usage === undefined ? undefined : toUsageMetadata(usage),
    additional_kwargs: reasoning === undefined ? {} : { reasoning_content: reasoning },
    response_metadata: {
      finish_reason: finishReason.raw ?? finishReason.unified,
      ...(completion.model !== undefined && { model_name: completion.model }),
      ...(completion.id !== undefined && { id: completion.id }),
    },
  });
}
