import { BaseChatModel, type BindToolsInput } from "@langchain/core/language_models/chat_models";
import { AIMessage, AIMessageChunk, type BaseMessage } from "@langchain/core/messages";
import { ChatGenerationChunk, type ChatResult } from "@langchain/core/outputs";
import type { ChatCompletion, DirectChatModel } from "./chat-model.ts";

type CallOptions = Record<string, unknown> & { readonly signal?: AbortSignal };

/** Answers in one piece; does not know tools. */
export class InvokeOnlyModel extends BaseChatModel {
  readonly sent: { messages: BaseMessage[]; options: CallOptions }[] = [];
  readonly #answer: (options: CallOptions) => AIMessage | Promise<AIMessage>;

  constructor(answer: (options: CallOptions) => AIMessage | Promise<AIMessage>) {
    super({});
    this.#answer = answer;
  }

  _llmType(): string {
    return "invoke-only";
  }

  override async _generate(messages: BaseMessage[], options: CallOptions): Promise<ChatResult> {
    this.sent.push({ messages, options });
    const message = await this.#answer(options);
    return { generations: [{ text: message.text, message }] };
  }
}

type Chunks = (options: CallOptions) => Iterable<AIMessageChunk> | AsyncIterable<AIMessageChunk>;

/** Streams what a function gives, and takes tools. */
export class StreamingModel extends BaseChatModel {
  readonly sent: { messages: BaseMessage[]; options: CallOptions }[] = [];
  readonly #chunks: Chunks;

  constructor(chunks: Chunks, fields: { readonly disableStreaming?: boolean } = {}) {
    super({});
    this.disableStreaming = fields.disableStreaming ?? false;
    this.#chunks = chunks;
  }

  _llmType(): string {
    return "streaming";
  }

  override bindTools(tools: BindToolsInput[], kwargs?: object) {
    return this.withConfig({ ...kwargs, tools } as object);
  }

  override async _generate(messages: BaseMessage[], options: CallOptions): Promise<ChatResult> {
    this.sent.push({ messages, options });
    let whole = new AIMessageChunk("");
    for await (const chunk of this.#chunks(options)) whole = whole.concat(chunk);
    return { generations: [{ text: whole.text, message: new AIMessage({ content: whole.content }) }] };
  }

  override async *_streamResponseChunks(messages: BaseMessage[], options: CallOptions) {
    this.sent.push({ messages, options });
    for await (const message of this.#chunks(options)) {
      yield new ChatGenerationChunk({ message, text: message.text });
    }
  }
}

/** A model with the direct way, whose every part a test can give. */
export class DirectModel extends StreamingModel implements DirectChatModel {
  readonly streamDirect: DirectChatModel["streamDirect"];
  readonly directCalls: Parameters<DirectChatModel["streamDirect"]>[] = [];

  constructor(streamDirect: DirectChatModel["streamDirect"], chunks: Chunks = () => []) {
    super(chunks);
    this.streamDirect = (...call) => {
      this.directCalls.push(call);
      return streamDirect(...call);
    };
  }

  describeRequest(request: { readonly messages: readonly BaseMessage[]; readonly parameters?: object }) {
    return { wire: request.messages.map((message) => message.text), ...request.parameters };
  }
}

/** A direct answer of these tokens. */
export function answering(
  tokens: readonly string[],
  over: Partial<ChatCompletion> = {},
): DirectChatModel["streamDirect"] {
  return async (_request, { onDelta }) => {
    for (const text of tokens) await onDelta({ type: "text", text });
    return { text: tokens.join(""), toolCalls: [], finishReason: { unified: "stop" }, ...over };
  };
}
