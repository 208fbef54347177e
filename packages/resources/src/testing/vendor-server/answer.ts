/** A tool call of a scripted answer. */
export interface AnswerToolCall {
  /** Default `call_0`, `call_1`, … */
  readonly id?: string;
  readonly name: string;
  /** Text goes over the wire as it is; anything else as JSON. */
  readonly arguments: unknown;
}

/** Token counts of an answer, in the vendor's own words. */
export interface AnswerUsage {
  readonly prompt_tokens: number;
  readonly completion_tokens: number;
  readonly total_tokens: number;
  readonly prompt_tokens_details?: { readonly cached_tokens: number };
  readonly completion_tokens_details?: { readonly reasoning_tokens: number };
}

/** What the model of the vendor server says. */
export interface Answer {
  /** Pieces of text, streamed one event each. Default none. */
  readonly tokens?: readonly string[];
  /** Pieces of reasoning, before the text, as `reasoning_content`. Default none. */
  readonly reasoning?: readonly string[];
  /** After the text; each call's arguments are streamed in fragments. */
  readonly toolCalls?: readonly AnswerToolCall[];
  /** Characters in a fragment of tool arguments. Default 7. */
  readonly argumentFragment?: number;
  /** Default `tool_calls` with tool calls, else `stop`. */
  readonly finishReason?: string;
  /** Default: prompt counted at four characters a token, one completion token for each piece. */
  readonly usage?: AnswerUsage;
  /** Wait before each piece, in milliseconds. Default 0. */
  readonly delayMs?: number;
  /** Default `chatcmpl-vendor`. */
  readonly id?: string;
}

/** Words with the space before them: the pieces that `reply.text` streams. */
export function textTokens(text: string): readonly string[] {
  return text.match(/\s*\S+|\s+$/g) ?? [];
}

/** Arguments as they go over the wire. */
export function argumentsText(call: AnswerToolCall): string {
  return typeof call.arguments === "string" ? call.arguments : JSON.stringify(call.arguments);
}

export function finishReasonOf(answer: Answer): string {
  return answer.finishReason ?? (answer.toolCalls?.length ? "tool_calls" : "stop");
}

/** The answer's usage, or one counted from its pieces and the length of the request. */
export function usageOf(answer: Answer, requestText: string): AnswerUsage {
  if (answer.usage !== undefined) return answer.usage;
  const { tokens = [], reasoning = [], toolCalls = [] } = answer;
  const prompt = Math.ceil(requestText.length / 4);
  const completion = tokens.length + reasoning.length + toolCalls.length;
  return { prompt_tokens: prompt, completion_tokens: completion, total_tokens: prompt + completion };
}
