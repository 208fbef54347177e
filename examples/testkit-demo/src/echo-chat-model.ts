import type { CallbackManagerForLLMRun } from "@langchain/core/callbacks/manager";
import { BaseChatModel } from "@langchain/core/language_models/chat_models";
import { AIMessage, AIMessageChunk, type BaseMessage } from "@langchain/core/messages";
import { ChatGenerationChunk, type ChatResult } from "@langchain/core/outputs";

type CallOptions = BaseChatModel["ParsedCallOptions"];

/** Says what it was told, word by word. */
export class EchoChatModel extends BaseChatModel {
  _llmType(): string {
    return "echo";
  }

  async _generate(messages: BaseMessage[], { signal }: CallOptions): Promise<ChatResult> {
    signal?.throwIfAborted();
    const text = wordsOf(messages).join("");
    return { generations: [{ text, message: new AIMessage(text) }] };
  }

  override async *_streamResponseChunks(
    messages: BaseMessage[],
    { signal }: CallOptions,
    manager?: CallbackManagerForLLMRun,
  ): AsyncGenerator<ChatGenerationChunk> {
    for (const text of wordsOf(messages)) {
      signal?.throwIfAborted();
      yield new ChatGenerationChunk({ text, message: new AIMessageChunk(text) });
      await manager?.handleLLMNewToken(text);
    }
  }
}

/** The last message, cut before each space. */
const wordsOf = (messages: BaseMessage[]) => (messages.at(-1)?.text ?? "").split(/(?= )/);
