import type { AIMessage, AIMessageChunk, BaseMessage } from "@langchain/core/messages";
import type { ChatGeneration } from "@langchain/core/outputs";
import { throwIfAborted } from "@pergola/core";
import type { BareCall } from "./bare-call.ts";
import { canStream } from "./can-stream.ts";
import type { LangChain } from "./langchain.ts";

/** Takes one piece of an answer; a promise means: wait before the next. */
export type TakePiece = (piece: AIMessage | AIMessageChunk) => void | Promise<void>;

/** Hands out the pieces of one answer of the model's own code, as LangChain's wrapper would. */
export function callBareModel(
  call: BareCall,
  messages: BaseMessage[],
  { langchain, take }: { readonly langchain: LangChain; readonly take: TakePiece },
): Promise<void> {
  return canStream(call.model, langchain) ? stream(call, messages, take) : generate(call, messages, take);
}

async function stream({ model, options }: BareCall, messages: BaseMessage[], take: TakePiece): Promise<void> {
  for await (const chunk of model._streamResponseChunks(messages, options)) {
    const waiting = take(messageOf(chunk) as AIMessageChunk);
    if (waiting !== undefined) await waiting;
    throwIfAborted(options.signal);
  }
}

async function generate(
  { model, options }: BareCall,
  messages: BaseMessage[],
  take: TakePiece,
): Promise<void> {
  // Which of several lists of messages this is; LangChain's wrapper says so too.
  const indexed = { ...options, promptIndex: 0 };
  const { generations, llmOutput } = await model._generate(messages, indexed);
  const [generation] = generations;
  if (generation === undefined) return;
  const message = messageOf(generation);
  if (generations.length === 1) addMetadata(message, llmOutput);
  await take(message as AIMessage);
}

/** The message, with what the generation says about it. */
function messageOf({ message, generationInfo }: ChatGeneration): BaseMessage {
  addMetadata(message, generationInfo);
  return message;
}

/** Adds what the message does not say itself. */
function addMetadata(message: BaseMessage, metadata: Readonly<Record<string, unknown>> | undefined): void {
  if (metadata !== undefined) message.response_metadata = { ...metadata, ...message.response_metadata };
}
