import type { AIMessage, AIMessageChunk, BaseMessage } from "@langchain/core/messages";
import type { Runnable, RunnableConfig } from "@langchain/core/runnables";
import { resourceErrors } from "../errors.ts";
import { bareCall } from "./bare-call.ts";
import { callBareModel, type TakePiece } from "./call-bare-model.ts";
import { canStream } from "./can-stream.ts";
import type { ChatModel } from "./chat-model.ts";
import type { ChatRequest } from "./chat-request.ts";
import { ChunkCollector } from "./chunk-collector.ts";
import { loadLangChain } from "./langchain.ts";
import type { LangChainOptions } from "./langchain-options.ts";
import type { GenerationResult } from "./llm-resource.ts";
import { reasoningOf, textOf } from "./message-text.ts";
import type { PieceSink } from "./piece-sink.ts";

export interface LangChainCall {
  readonly signal: AbortSignal;
  readonly sink: PieceSink;
  readonly messageId: string;
  readonly options: LangChainOptions;
  /** Tracing is on: LangChain must see every call. */
  readonly isTracing: boolean;
  /** The node's config, whose callbacks, tags, metadata and `configurable` go on to the model. */
  readonly runnableConfig?: RunnableConfig;
}

type Answerer = Runnable<BaseMessage[], AIMessageChunk | AIMessage>;

/** One answer by LangChain: streamed if the model can, else in one piece; without LangChain's wrapper if nobody looks. */
export async function callThroughLangChain(
  model: ChatModel,
  request: ChatRequest,
  call: LangChainCall,
): Promise<GenerationResult> {
  const { signal, sink, options } = call;
  const loading = loadLangChain();
  const langchain = loading instanceof Promise ? await loading : loading;
  const collector = new ChunkCollector(langchain.messages);
  const take: TakePiece = (piece) => takePiece(piece, collector, sink);
  const answerer = withTools(model, options);
  const config = { ...passedOn(call.runnableConfig), ...options.callOptions, signal };
  const messages = [...request.messages];
  const bare = call.isTracing ? undefined : bareCall(answerer, config, langchain);
  if (bare !== undefined) await callBareModel(bare, messages, { langchain, take });
  else if (canStream(model, langchain)) await takeAll(await answerer.stream(messages, config), take);
  else await take(await answerer.invoke(messages, config));
  if (collector.isEmpty) throw noAnswer();
  return collector.finish(call.messageId, new Set(request.messages.map((message) => message.id)));
}

async function takeAll(pieces: AsyncIterable<AIMessageChunk | AIMessage>, take: TakePiece): Promise<void> {
  for await (const piece of pieces) {
    const waiting = take(piece);
    if (waiting !== undefined) await waiting;
  }
}

function noAnswer() {
  return resourceErrors.create("MODEL_BAD_RESPONSE", {
    message: "The model's stream ended without a single chunk; expected at least one.",
    hint: "Look at the model's own logs; an empty answer is a chunk with empty text.",
  });
}

function withTools(model: ChatModel, { tools, toolOptions }: LangChainOptions): Answerer {
  // Every integration takes this shape, whatever call options its own type declares.
  if (tools === undefined) return model as Answerer;
  return model.bindTools?.([...tools], { ...toolOptions }) as Answerer;
}

function passedOn({ callbacks, tags, metadata, configurable }: RunnableConfig = {}): RunnableConfig {
  return { callbacks, tags, metadata, configurable };
}

function takePiece(
  piece: AIMessageChunk | AIMessage,
  collector: ChunkCollector,
  sink: PieceSink,
): void | Promise<void> {
  const reasoning = reasoningOf(piece);
  const thought = reasoning === "" ? undefined : sink.reasoning(reasoning);
  collector.add(piece);
  const said = sink.text(textOf(piece.content));
  return thought === undefined ? said : thought.then(() => said);
}
