import type { Usage } from "@pergola/core";
import { type ChatCompletion, type ChatRequest, type RawToolCall, resourceErrors } from "@pergola/resources";
import { type Reply, reply } from "./answer/reply.ts";
import { toTurns } from "./request/turn.ts";
import { limitAnswer } from "./stream/limit-answer.ts";
import { wordCount } from "./stream/pieces.ts";

export const OFFLINE_MODEL = "offline";

/** The name that the model answers under. */
export type OfflineCompletion = ChatCompletion & { readonly usage: Usage };

/**
 * The whole answer to a request. A pure function: no clock, no chance, no network.
 *
 * @throws MODEL_PARAMETER_UNSUPPORTED when JSON of a schema is asked for: rules cannot write that
 */
export function complete(request: ChatRequest): OfflineCompletion {
  const { messages, tools = [], parameters = {} } = request;
  refuseSchemas(request);
  const said = reply(toTurns(messages), tools, parameters.toolChoice);
  const inputTokens = messages.reduce((sum, message) => sum + wordCount(message.text), 0);
  if (said.kind === "calls") return callsCompletion(said, messages.length, inputTokens);
  const { text, isCut } = limitAnswer(said.text, parameters);
  return {
    text,
    toolCalls: [],
    finishReason: isCut ? { unified: "length" } : { unified: "stop" },
    usage: usageOf(inputTokens, wordCount(text)),
    model: OFFLINE_MODEL,
  };
}

function callsCompletion(
  { calls }: Extract<Reply, { kind: "calls" }>,
  turn: number,
  inputTokens: number,
): OfflineCompletion {
  // The id names the place in the conversation: unique in it, and the same every time.
  const toolCalls = calls.map(
    (call, index): RawToolCall => ({
      id: `call_${turn}_${index}`,
      name: call.name,
      arguments: JSON.stringify(call.arguments),
    }),
  );
  const words = toolCalls.reduce((sum, call) => sum + wordCount(`${call.name} ${call.arguments}`), 0);
  return {
    text: "",
    toolCalls,
    finishReason: { unified: "tool-calls" },
    usage: usageOf(inputTokens, words),
    model: OFFLINE_MODEL,
  };
}

function usageOf(inputTokens: number, outputTokens: number): Usage {
  return { inputTokens, outputTokens, totalTokens: inputTokens + outputTokens };
}

function refuseSchemas({ parameters }: ChatRequest): void {
  const format = parameters?.responseFormat?.type ?? "text";
  if (format === "text") return;
  throw resourceErrors.create("MODEL_PARAMETER_UNSUPPORTED", {
    message: `responseFormat is "${format}"; the offline model writes text only.`,
    hint: 'Leave responseFormat out, or use a real model, for example withLlm("openai:gpt-5-mini").',
    details: { parameter: "responseFormat" },
  });
}
