import type { CallbackManagerForLLMRun } from "@langchain/core/callbacks/manager";
import type { BaseChatModel as AnyChatModel } from "@langchain/core/language_models/chat_models";
import type { BaseMessage } from "@langchain/core/messages";
import { addOne, type LastMessage, type Reply } from "./adder.ts";
import type { LangChain } from "./langchain.ts";
import { TOKENS } from "./tokens.ts";

/** A LangChain model that answers at once: what is left is the cost of what is around it. */
function instantModel(
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

/** A LangChain model that adds one with the tool `add`. */
export const instantAdder = (langchain: LangChain): AnyChatModel =>
  instantModel(langchain, (messages) => addOne(lastOf(messages)));

/** A LangChain model that says the tokens. */
export const instantSpeaker = (langchain: LangChain): AnyChatModel => instantModel(langchain, () => TOKENS);

/** A LangChain model that says `ok`. */
export const instantSayer = (langchain: LangChain): AnyChatModel => instantModel(langchain, () => ["ok"]);

function lastOf(messages: readonly BaseMessage[]): LastMessage {
  const last = messages.at(-1);
  return { isToolResult: last?.type === "tool", text: last?.text ?? "" };
}
