import type { CallbackManagerForLLMRun } from "@langchain/core/callbacks/manager";
import {
  BaseChatModel,
  type BaseChatModelParams,
  type BindToolsInput,
} from "@langchain/core/language_models/chat_models";
import { AIMessageChunk, type BaseMessage } from "@langchain/core/messages";
import { ChatGenerationChunk, type ChatResult } from "@langchain/core/outputs";
import { type Clock, systemClock, throwIfAborted } from "@pergola/core";
import {
  type ChatCompletion,
  type ChatRequest,
  type DirectChatModel,
  type StreamDirectOptions,
  toUsageMetadata,
} from "@pergola/resources";
import { complete, OFFLINE_MODEL, type OfflineCompletion } from "./complete.ts";
import { type OfflineCallOptions, toRequest, toToolDefinition } from "./request/call-options.ts";
import { toTurns } from "./request/turn.ts";
import { type Pace, pacedPieces } from "./stream/paced-pieces.ts";

export interface OfflineChatModelFields extends BaseChatModelParams {
  /** 0: as fast as the reader pulls. */
  readonly tokensPerSecond?: number;
  readonly clock?: Clock;
}

/** The offline model as a LangChain chat model, with the direct way. */
export class OfflineChatModel extends BaseChatModel<OfflineCallOptions> implements DirectChatModel {
  readonly model = OFFLINE_MODEL;
  readonly #pace: Pace;

  constructor(fields: OfflineChatModelFields = {}) {
    super(fields);
    this.#pace = { tokensPerSecond: fields.tokensPerSecond ?? 0, clock: fields.clock ?? systemClock };
  }

  static override lc_name(): string {
    return "OfflineChatModel";
  }

  override _llmType(): string {
    return OFFLINE_MODEL;
  }

  describeRequest({ messages, tools = [], parameters = {} }: ChatRequest): Record<string, unknown> {
    return {
      model: OFFLINE_MODEL,
      messages: toTurns(messages),
      ...(tools.length > 0 && { tools }),
      ...parameters,
    };
  }

  async streamDirect(
    request: ChatRequest,
    { signal, onDelta }: StreamDirectOptions,
  ): Promise<ChatCompletion> {
    throwIfAborted(signal);
    const completion = complete(request);
    for await (const text of pacedPieces(completion.text, this.#pace, signal)) {
      const waiting = onDelta({ type: "text", text });
      if (waiting !== undefined) await waiting;
    }
    return completion;
  }

  override bindTools(tools: BindToolsInput[], options: Partial<OfflineCallOptions> = {}) {
    return this.withConfig({ ...options, toolDefinitions: tools.map(toToolDefinition) });
  }

  override async *_streamResponseChunks(
    messages: BaseMessage[],
    options: this["ParsedCallOptions"],
    runManager?: CallbackManagerForLLMRun,
  ): AsyncGenerator<ChatGenerationChunk> {
    throwIfAborted(options.signal);
    const completion = complete(toRequest(messages, options));
    for await (const text of pacedPieces(completion.text, this.#pace, options.signal)) {
      const chunk = new ChatGenerationChunk({ text, message: new AIMessageChunk({ content: text }) });
      yield chunk;
      await runManager?.handleLLMNewToken(text, undefined, undefined, undefined, undefined, { chunk });
    }
    yield new ChatGenerationChunk({ text: "", message: lastChunk(completion) });
  }

  override async _generate(
    messages: BaseMessage[],
    options: this["ParsedCallOptions"],
    runManager?: CallbackManagerForLLMRun,
  ): Promise<ChatResult> {
    let whole: ChatGenerationChunk | undefined;
    for await (const chunk of this._streamResponseChunks(messages, options, runManager)) {
      whole = whole === undefined ? chunk : whole.concat(chunk);
    }
    return { generations: whole === undefined ? [] : [whole] };
  }
}

/** The calls, the usage and why it ended. */
function lastChunk({ toolCalls, usage, finishReason }: OfflineCompletion): AIMessageChunk {
  return new AIMessageChunk({
    content: "",
    tool_call_chunks: toolCalls.map((call, index) => ({
      type: "tool_call_chunk",
      id: call.id,
      name: call.name,
      args: call.arguments,
      index,
    })),
    usage_metadata: toUsageMetadata(usage),
    response_metadata: { model_name: OFFLINE_MODEL, finish_reason: finishReason.unified },
  });
}
