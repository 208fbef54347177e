import type { BaseChatModel } from "@langchain/core/language_models/chat_models";
import type { Usage } from "@pergola/core";
import type { ChatRequest } from "./chat-request.ts";

/** A piece of an answer. */
export type ChatDelta =
  | { readonly type: "text"; readonly text: string }
  | { readonly type: "reasoning"; readonly text: string };

/** Why the model stopped: `unified` is one of ours, `raw` what the vendor said. */
export interface FinishReason {
  readonly unified: "stop" | "length" | "tool-calls" | "content-filter" | "other";
  readonly raw?: string;
}

/** A tool call as it came off the wire: `arguments` is text that should be JSON. */
export interface RawToolCall {
  readonly id: string;
  readonly name: string;
  readonly arguments: string;
}

/** A whole answer. */
export interface ChatCompletion {
  readonly text: string;
  readonly reasoning?: string;
  readonly toolCalls: readonly RawToolCall[];
  readonly finishReason: FinishReason;
  readonly usage?: Usage;
  /** The model that answered, if the vendor named it. */
  readonly model?: string;
  /** The vendor's id of the answer. */
  readonly id?: string;
}

export interface StreamDirectOptions {
  readonly signal: AbortSignal;
  /** Called for each piece in order. When it returns a promise the provider waits for it: that is the backpressure. */
  onDelta(delta: ChatDelta): void | Promise<void>;
}

/** The short way to a model, without LangChain's callbacks for each chunk. */
export interface DirectChatModel {
  /** The request as it will go over the wire, without credentials. */
  describeRequest(request: ChatRequest): Record<string, unknown>;
  /**
   * Streams one answer and resolves with the whole of it. Never retries.
   *
   * @throws a coded error of the `MODEL_…` family; the signal's reason when it fires, the socket then being closed.
   */
  streamDirect(request: ChatRequest, options: StreamDirectOptions): Promise<ChatCompletion>;
}

/** What a model says of itself to whoever pays for it. */
export interface PayableChatModel {
  /** Most tokens of an answer, for calls that set no `maxTokens`. */
  readonly maxTokens?: number | undefined;
  /** False when its answers have no usage: with a budget it is not called. Default true. */
  readonly reportsUsage?: boolean;
}

/** A LangChain chat model, with the direct way where the provider has one. */
export type ChatModel = BaseChatModel & Partial<DirectChatModel> & PayableChatModel;

/** LangChain call options that models with the direct way also understand when called through LangChain. */
export interface DirectCallOptions {
  readonly parameters?: ChatRequest["parameters"];
  readonly toolDefinitions?: ChatRequest["tools"];
}

export function isDirect(model: ChatModel): model is BaseChatModel & DirectChatModel {
  return typeof model.streamDirect === "function";
}
