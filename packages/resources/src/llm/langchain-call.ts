import type { AIMessage, AIMessageChunk } from "@langchain/core/messages";
import type { Runnable, RunnableConfig } from "@langchain/core/runnables";
import { resourceErrors } from "../errors.ts";
import type { ChatModel } from "./chat-model.ts";
import type { ChatRequest } from "./chat-request.ts";
import { ChunkCollector } from "./chunk-collector.ts";
import type { DeltaSink } from "./delta-sink.ts";
import { loadChatModels, loadMessages } from "./langchain.ts";
import type { LangChainOptions } from "./langchain-options.ts";
import type { GenerationResult } from "./llm-resource.ts";
import { reasoningOf, textOf } from "./message-text.ts";

export interface LangChainCall {
  readonly signal: AbortSignal;
  readonly sink: DeltaSink;
  readonly messageId: string;
  readonly options: LangChainOptions;
  /** The node's config, whose callbacks, tags, metadata and `configurable` go on to the model. */
  readonly runnableConfig?: RunnableConfig;
}

type Answerer = Runnable<ChatRequest["messages"][number][], AIMessageChunk | AIMessage>;

/** One answer by LangChain: streamed if the model can, else in one piece. */
export async function callThroughLangChain(
  model: ChatModel,
  request: ChatRequest,
  call: LangChainCall,
): Promise<GenerationResult> {
  const { signal, sink, options } = call;
  const collector = new ChunkCollector(await loadMessages());
  const answerer = withTools(model, options);
  const config = { ...passedOn(call.runnableConfig), ...options.callOptions, signal };
  const messages = [...request.messages];
  if (await canStream(model)) {
    for await (const chunk of await answerer.stream(messages, config)) {
      const waiting = take(chunk, collector, sink);
      if (waiting !== undefined) await waiting;
    }
  } else {
    await take(await answerer.invoke(messages, config), collector, sink);
  }
  if (collector.isEmpty) throw noAnswer();
  return collector.finish(call.messageId, new Set(messages.map((message) => message.id)));
}

/** Whether `stream` gives pieces: otherwise it would wrap `invoke` for nothing. */
async function canStream(model: ChatModel): Promise<boolean> {
  const { BaseChatModel } = await loadChatModels();
  return (
    !model.disableStreaming && model._streamResponseChunks !== BaseChatModel.prototype._streamResponseChunks
  );
}

function noAnswer() {
  return resourceErrors.create("MODEL_BAD_RESPONSE", {
    message: "The model's stream ended without a single chunk; expected at least one.",
    hint: "Look at the model's own logs; an empty answer is a chunk with empty text.",
  });
}

function withTools(model: ChatModel, { tools, toolOptions }: LangChainOptions): Answerer {
  // Every integration takes this shape, whatever call options its own type declares.
  if (tools === undefined) return model as unknown as Answerer;
  return model.bindTools?.([...tools], { ...toolOptions }) as unknown as Answerer;
}

function passedOn({ callbacks, tags, metadata, configurable }: RunnableConfig = {}): RunnableConfig {
  return { callbacks, tags, metadata, configurable };
}

function take(
  chunk: AIMessageChunk | AIMessage,
  collector: ChunkCollector,
  sink: DeltaSink,
): void | Promise<void> {
  const reasoning = reasoningOf(chunk);
  const thought = reasoning === "" ? undefined : sink.reasoning(reasoning);
  collector.add(chunk);
  const said = sink.text(textOf(chunk.content));
  return thought === undefined ? said : thought.then(() => said);
}
