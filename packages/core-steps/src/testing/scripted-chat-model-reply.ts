import type { Usage } from "@pergola/core";
import type { FinishReason, RawToolCall } from "@pergola/resources";
import type { ScriptedCall } from "./scripted-chat-model-calls.ts";

/** A tool call in a script. */
export interface ScriptedToolCall {
  readonly name: string;
  /** An object, or text that goes out as it is (also if it is not JSON). */
  readonly arguments: Readonly<Record<string, unknown>> | string;
  /** Default: `call-<reply>-<index>`. */
  readonly id?: string;
}

/** What the model does when it is called once. Everything is optional; the parts happen in the order written here. */
export interface ScriptedAnswer {
  /** Waits before anything else, in milliseconds of the model's clock. */
  readonly delayMs?: number;
  readonly reasoning?: string;
  /** Streamed word by word; `tokens` says exactly how. */
  readonly text?: string;
  readonly tokens?: readonly string[];
  /** Waits before each token, in milliseconds of the model's clock. */
  readonly tokenDelayMs?: number;
  /** Then the answer goes no further until the call is aborted. */
  readonly hang?: boolean;
  /** Thrown after the tokens: without tokens it is an error at the start. */
  readonly error?: unknown;
  readonly toolCalls?: readonly ScriptedToolCall[];
  readonly usage?: Usage;
  /** Default `tool-calls` if there are any, else `stop`. */
  readonly finishReason?: FinishReason["unified"];
}

/** A reply of a script: text, an error to throw, an answer in full, or a function of what was sent. */
export type ScriptedReply =
  | string
  | Error
  | ScriptedAnswer
  | ((call: ScriptedCall) => string | Error | ScriptedAnswer);

/** An answer with every part settled. */
export interface PlannedAnswer {
  readonly delayMs: number;
  readonly reasoning: string;
  readonly tokens: readonly string[];
  readonly tokenDelayMs: number;
  readonly isHanging: boolean;
  /** Boxed, so that `undefined` can be thrown too. */
  readonly failure: { readonly error: unknown } | undefined;
  readonly toolCalls: readonly RawToolCall[];
  readonly usage: Usage | undefined;
  readonly finishReason: FinishReason["unified"];
}

/** @param position of the reply in its script; ids of tool calls are made from it. */
export function planAnswer(reply: ScriptedReply, call: ScriptedCall, position: number): PlannedAnswer {
  const given = typeof reply === "function" ? reply(call) : reply;
  const answer: ScriptedAnswer = toAnswer(given);
  const toolCalls = (answer.toolCalls ?? []).map((toolCall, index) =>
    rawToolCall(toolCall, `call-${position}-${index}`),
  );
  return {
    delayMs: answer.delayMs ?? 0,
    reasoning: answer.reasoning ?? "",
    tokens: answer.tokens ?? words(answer.text ?? ""),
    tokenDelayMs: answer.tokenDelayMs ?? 0,
    isHanging: answer.hang === true,
    failure: "error" in answer ? { error: answer.error } : undefined,
    toolCalls,
    usage: answer.usage,
    finishReason: answer.finishReason ?? (toolCalls.length > 0 ? "tool-calls" : "stop"),
  };
}

function toAnswer(given: string | Error | ScriptedAnswer): ScriptedAnswer {
  if (typeof given === "string") return { text: given };
  return given instanceof Error ? { error: given } : given;
}

function rawToolCall({ id, name, arguments: given }: ScriptedToolCall, fallbackId: string): RawToolCall {
  return { id: id ?? fallbackId, name, arguments: typeof given === "string" ? given : JSON.stringify(given) };
}

/** Cuts before each space, so that the pieces joined are the text. */
const words = (text: string): readonly string[] => (text === "" ? [] : text.split(/(?= )/));
