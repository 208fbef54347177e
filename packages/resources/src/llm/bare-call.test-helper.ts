import type { CallbackManagerForLLMRun } from "@langchain/core/callbacks/manager";
import { BaseChatModel, type BaseChatModelParams } from "@langchain/core/language_models/chat_models";
import { AIMessage, AIMessageChunk, type BaseMessage } from "@langchain/core/messages";
import { ChatGenerationChunk, type ChatResult } from "@langchain/core/outputs";
import { type Runnable, RunnableBinding } from "@langchain/core/runnables";

type Options = Record<string, unknown>;

/** Says what it is told to, and notes how it was reached. */
export class WatchedModel extends BaseChatModel {
  /** Options of each call, as the model's own code got them. */
  readonly seen: Options[] = [];
  /** Whether LangChain's wrapper was on the stack, for each call. */
  readonly wrapped: boolean[] = [];
  readonly #chunks: () => Iterable<ChatGenerationChunk> | AsyncIterable<ChatGenerationChunk>;

  constructor(
    chunks: () => Iterable<ChatGenerationChunk> | AsyncIterable<ChatGenerationChunk>,
    fields: BaseChatModelParams = {},
  ) {
    super(fields);
    if (fields.disableStreaming !== undefined) this.disableStreaming = fields.disableStreaming;
    this.#chunks = chunks;
  }

  _llmType(): string {
    return "watched";
  }

  override async _generate(messages: BaseMessage[], options: Options): Promise<ChatResult> {
    this.#note(messages, options);
    for await (const { message, generationInfo } of this.#chunks()) {
      const { content, id } = message;
      const answer = new AIMessage({
        content,
        ...(id !== undefined && { id }),
        response_metadata: { own: 1 },
      });
      return {
        generations: [{ text: "", message: answer, ...(generationInfo && { generationInfo }) }],
        llmOutput: { tokenUsage: { totalTokens: 3 }, own: "overridden" },
      };
    }
    return { generations: [] };
  }

  override async *_streamResponseChunks(
    messages: BaseMessage[],
    options: Options,
    _runManager?: CallbackManagerForLLMRun,
  ) {
    this.#note(messages, options);
    for await (const chunk of this.#chunks()) yield chunk;
  }

  #note(messages: BaseMessage[], { signal: _signal, ...options }: Options): void {
    this.seen.push(options);
    this.wrapped.push(/_streamIterator|_generateUncached/.test(new Error("Where am I?").stack ?? ""));
    // A model may do with its list what it likes.
    messages.length = 0;
  }
}

/** One chunk of a stream. */
export function chunkOf(
  fields: ConstructorParameters<typeof AIMessageChunk>[0],
  generationInfo?: Record<string, unknown>,
): ChatGenerationChunk {
  const message = new AIMessageChunk(fields);
  return new ChatGenerationChunk({ text: message.text, message, ...(generationInfo && { generationInfo }) });
}

/** Some text, in two chunks. */
export const hello = () => [chunkOf("Hel"), chunkOf("lo")];

/** A model whose tools are bound in a way of its own. */
export function withBindTools(model: WatchedModel, bind: (model: WatchedModel) => Runnable): WatchedModel {
  return Object.assign(model, { bindTools: () => bind(model) });
}

/** A model bound two times over. */
export function twice(model: WatchedModel): Runnable {
  return new RunnableBinding({
    bound: model.withConfig({ seed: 1 } as object),
    config: { tags: ["u"] },
    kwargs: { top: 2 } as object,
  });
}
