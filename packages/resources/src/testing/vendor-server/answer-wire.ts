import { type Answer, type AnswerToolCall, argumentsText, finishReasonOf, usageOf } from "./answer.ts";
import type { VendorRequest } from "./vendor-request.ts";

/** Second in which every answer of the server was created: answers are the same on every run. */
const CREATED = 1_700_000_000;

type Wire = Readonly<Record<string, unknown>>;

/** One streamed event; `isToken` marks those that carry a piece of the answer. */
export interface AnswerFrame {
  readonly data: Wire;
  readonly isToken: boolean;
}

/** The events of a streamed answer, without `[DONE]`. */
export function answerFrames(answer: Answer, request: VendorRequest): readonly AnswerFrame[] {
  const chunk = (delta: Wire, finishReason: string | null = null): Wire => ({
    ...envelope(answer, request, "chat.completion.chunk"),
    choices: [{ index: 0, delta, finish_reason: finishReason }],
  });
  const deltas = [
    ...(answer.reasoning ?? []).map((text) => ({ reasoning_content: text })),
    ...(answer.tokens ?? []).map((text) => ({ content: text })),
    ...toolCallDeltas(answer),
  ];
  return [
    { data: chunk({ role: "assistant", content: "" }), isToken: false },
    ...deltas.map((delta) => ({ data: chunk(delta), isToken: true })),
    { data: chunk({}, finishReasonOf(answer)), isToken: false },
    ...(wantsUsage(request) ? [{ data: usageChunk(answer, request), isToken: false }] : []),
  ];
}

/** The answer as one JSON object. */
export function answerCompletion(answer: Answer, request: VendorRequest): Wire {
  const { tokens = [], reasoning = [], toolCalls = [] } = answer;
  const message = {
    role: "assistant",
    content: tokens.length === 0 && toolCalls.length > 0 ? null : tokens.join(""),
    ...(reasoning.length > 0 && { reasoning_content: reasoning.join("") }),
    ...(toolCalls.length > 0 && {
      tool_calls: toolCalls.map((call, index) => ({
        id: callId(call, index),
        type: "function",
        function: { name: call.name, arguments: argumentsText(call) },
      })),
    }),
  };
  return {
    ...envelope(answer, request, "chat.completion"),
    choices: [{ index: 0, message, finish_reason: finishReasonOf(answer), logprobs: null }],
    usage: usageOf(answer, request.text),
  };
}

function toolCallDeltas({ toolCalls = [], argumentFragment = 7 }: Answer): readonly Wire[] {
  return toolCalls.flatMap((call, index) => {
    const opening = {
      index,
      id: callId(call, index),
      type: "function",
      function: { name: call.name, arguments: "" },
    };
    const fragments = cut(argumentsText(call), argumentFragment);
    const rest = fragments.map((text) => ({ index, function: { arguments: text } }));
    return [opening, ...rest].map((delta) => ({ tool_calls: [delta] }));
  });
}

function usageChunk(answer: Answer, request: VendorRequest): Wire {
  return {
    ...envelope(answer, request, "chat.completion.chunk"),
    choices: [],
    usage: usageOf(answer, request.text),
  };
}

function envelope(answer: Answer, request: VendorRequest, object: string): Wire {
  const model = typeof request.body?.model === "string" ? request.body.model : "vendor-model";
  return { id: answer.id ?? "chatcmpl-vendor", object, created: CREATED, model };
}

function wantsUsage(request: VendorRequest): boolean {
  const options = request.body?.stream_options as { readonly include_usage?: unknown } | undefined;
  return options?.include_usage === true;
}

function callId(call: AnswerToolCall, index: number): string {
  return call.id ?? `call_${index}`;
}

function cut(text: string, size: number): readonly string[] {
  const pieces: string[] = [];
  for (let start = 0; start < text.length; start += size) pieces.push(text.slice(start, start + size));
  return pieces;
}
