import type { AIMessageChunk, BaseMessage } from "@langchain/core/messages";
import type { ToolCall } from "@langchain/core/messages/tool";
import type { Usage } from "@pergola/core";
import { type ChatDelta, type ChatModel, type DirectChatModel, isDirect } from "../../llm/chat-model.ts";
import type { ToolDefinition } from "../../llm/chat-request.ts";
import { parseToolCalls } from "../../llm/tool-call-arguments.ts";
import { fromUsageMetadata } from "../../llm/usage-metadata.ts";
import type { ChatModelSubject } from "./chat-model-subject.ts";

export interface WayCall {
  readonly messages: readonly BaseMessage[];
  readonly tools?: readonly ToolDefinition[];
  readonly signal?: AbortSignal;
  /** Gets each piece of text in order. */
  readonly onText?: (text: string) => void;
}

/** What came of a call, comparable between the ways. */
export interface WayAnswer {
  readonly text: string;
  readonly toolCalls: readonly { readonly id?: string; readonly name: string; readonly arguments: unknown }[];
  readonly usage: Usage | undefined;
}

/** A way to get an answer out of a model. */
export type Way = (model: ChatModel, call: WayCall) => Promise<WayAnswer>;

const stream: Way = async (model, call) => {
  const chunks = await withTools(model, call.tools).stream([...call.messages], { signal: call.signal });
  let answer: AIMessageChunk | undefined;
  for await (const chunk of chunks as AsyncIterable<AIMessageChunk>) {
    if (chunk.text !== "") call.onText?.(chunk.text);
    answer = answer === undefined ? chunk : answer.concat(chunk);
  }
  return messageAnswer(answer);
};

const invoke: Way = async (model, call) => {
  const answer = await withTools(model, call.tools).invoke([...call.messages], { signal: call.signal });
  return messageAnswer(answer as AIMessageChunk);
};

const direct: Way = async (model, call) => {
  const { messages, tools, signal = new AbortController().signal, onText } = call;
  const onDelta = (delta: ChatDelta) => (delta.type === "text" ? onText?.(delta.text) : undefined);
  const request = { messages, tools };
  const { text, toolCalls, usage } = await directModel(model).streamDirect(request, { signal, onDelta });
  return { text, toolCalls: plainCalls(parseToolCalls(toolCalls).toolCalls), usage };
};

/** The model's direct way, which the subject has promised. */
export function directModel(model: ChatModel): DirectChatModel {
  if (!isDirect(model)) throw new Error("The model has no streamDirect: say so with `hasDirect: false`.");
  return model;
}

/** Rows for `test.each`: every way of the subject, by name. */
export function allWays(subject: ChatModelSubject): readonly (readonly [string, Way])[] {
  return [["invoke", invoke], ...streamingWays(subject)];
}

/** The ways that hand out pieces. */
export function streamingWays({ hasDirect = true }: ChatModelSubject): readonly (readonly [string, Way])[] {
  return [["stream", stream], ...(hasDirect ? [["direct", direct] as const] : [])];
}

function withTools(model: ChatModel, tools: readonly ToolDefinition[] | undefined) {
  if (tools === undefined || model.bindTools === undefined) return model;
  return model.bindTools(tools.map((tool) => ({ type: "function", function: tool })));
}

function messageAnswer(message: AIMessageChunk | undefined): WayAnswer {
  return {
    text: message?.text ?? "",
    toolCalls: plainCalls(message?.tool_calls ?? []),
    usage: fromUsageMetadata(message?.usage_metadata),
  };
}

function plainCalls(calls: readonly ToolCall[]): WayAnswer["toolCalls"] {
  return calls.map(({ id, name, args }) => ({ id, name, arguments: args }));
}
