import type { RunResult } from "@pergola/builders";
import { addUsage, NO_USAGE, type Usage } from "@pergola/core";
import { type WireToolCall, waitingCalls } from "./tool-calls.ts";

/** What all parts of an answer carry. */
export interface CompletionHead {
  readonly id: string;
  /** Epoch seconds. */
  readonly created: number;
  /** The agent's name. */
  readonly model: string;
  readonly metadata?: Readonly<Record<string, string>>;
}

/** The vendor's word for why a model stopped. */
export type WireFinishReason = "stop" | "length" | "tool_calls" | "content_filter";

const FINISH_REASONS: Readonly<Record<string, WireFinishReason>> = {
  stop: "stop",
  length: "length",
  "tool-calls": "tool_calls",
  "content-filter": "content_filter",
};

/** `tool_calls` is said exactly when there are calls for the client to make. */
export function wireFinishReason(reason: string, toolCalls: readonly WireToolCall[]): WireFinishReason {
  if (toolCalls.length > 0) return "tool_calls";
  const known = Object.hasOwn(FINISH_REASONS, reason) ? FINISH_REASONS[reason] : undefined;
  return known === undefined || known === "tool_calls" ? "stop" : known;
}

/** The whole answer. */
export function chatCompletion(head: CompletionHead, results: readonly RunResult[]) {
  return {
    ...head,
    object: "chat.completion",
    choices: results.map(choice),
    usage: wireUsage(results.map((result) => result.usage)),
  };
}

function choice(result: RunResult, index: number) {
  const toolCalls = waitingCalls(result);
  return {
    index,
    message: {
      role: "assistant",
      content: result.text === "" && toolCalls.length > 0 ? null : result.text,
      refusal: null,
      ...(toolCalls.length > 0 && { tool_calls: toolCalls }),
    },
    logprobs: null,
    finish_reason: wireFinishReason(result.finishReason, toolCalls),
  };
}

/** Tokens of all model calls that the answers took. */
export function wireUsage(usages: readonly Usage[]) {
  const usage = usages.reduce(addUsage, NO_USAGE);
  return {
    prompt_tokens: usage.inputTokens,
    completion_tokens: usage.outputTokens,
    total_tokens: usage.totalTokens,
    prompt_tokens_details: { cached_tokens: usage.cachedInputTokens ?? 0 },
    completion_tokens_details: { reasoning_tokens: usage.reasoningTokens ?? 0 },
  };
}
