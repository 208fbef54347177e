import type { ChatModel } from "./chat-model.ts";
import type { LangChain } from "./langchain.ts";

/** Whether `stream` gives pieces: otherwise it would wrap `invoke` for nothing. */
export function canStream(
  { disableStreaming, _streamResponseChunks }: ChatModel,
  { chatModels: { BaseChatModel } }: Pick<LangChain, "chatModels">,
): boolean {
  return !disableStreaming && _streamResponseChunks !== BaseChatModel.prototype._streamResponseChunks;
}
