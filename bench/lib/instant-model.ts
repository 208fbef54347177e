import type { CallbackManagerForLLMRun } from "@langchain/core/callbacks/manager";
import type { BaseChatModel as AnyChatModel } from "@langchain/core/language_models/chat_models";
import type { BaseMessage } from "@langchain/core/messages";
import type { LangChain } from "./langchain.ts";

/** What a model says: pieces of text, or one call of a tool. */
export type Reply = readonly string[] | { readonly tool: string; readonly arguments: object };

/** A LangChain model that answers at once: what is left is the cost of what is around it. */
export function instantModel(
  langchain: LangChain,
  reply: (messages: readonly BaseMessage[]) => Reply,
): AnyChatModel {
  const { BaseChatModel, AIMessage, AIMessageChunk, ChatGenerationChunk } = langchain;

  return new (class extends BaseChatModel {
    _llmType() {
      return "instant";
    }

    override bindTools() {
      return this;
    }

    async _generate(messages: BaseMessage[]) {
      const said = reply(messages);
      const message =
        "tool" in said
          ? new AIMessage({
              content: "",
              tool_calls: [{ id: "call", name: said.tool, args: { ...said.arguments } }],
            })
          : new AIMessage(said.join(""));
      return { generations: [{ text: message.text, message }] };
    }

    override async *_streamResponseChunks(
      messages: BaseMessage[],
      _: object,
      run?: CallbackManagerForLLMRun,
    ) {
      const said = reply(messages);
      if ("tool" in said) {
        const args = JSON.stringify(said.arguments);
        const call = { id: "call", index: 0, name: said.tool, args, type: "tool_call_chunk" as const };
        const message = new AIMessageChunk({ content: "", tool_call_chunks: [call] });
        yield new ChatGenerationChunk({ text: "", message });
        return;
      }
      for (const text of said) {
        const chunk = new ChatGenerationChunk({ text, message: new AIMessageChunk({ content: text }) });
        yield chunk;
        await run?.handleLLMNewToken(text, undefined, undefined, undefined, undefined, { chunk });
      }
    }
  })({});
}

/** Adds one to the user's number with the tool `add`, then says the sum. */
export function adder(messages: readonly BaseMessage[]): Reply {
  const last = messages.at(-1);
  if (last?.type === "tool") return [`sum ${Number(last.text)}`];
  return { tool: "add", arguments: { a: Number(last?.text), b: 1 } };
}

/** @throws when the answer to `index` is not its sum. */
export function checkSum(index: number, answer: unknown): void {
  if (answer !== `sum ${index + 1}`) throw new Error(`Wrong answer to ${index}: ${JSON.stringify(answer)}.`);
}
