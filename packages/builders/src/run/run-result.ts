import type { AIMessage, BaseMessage } from "@langchain/core/messages";
import type { Usage } from "@pergola/core";
import type { ToolRecord } from "./tool-record.ts";

/** What came of a run. */
export interface RunResult<State = Record<string, unknown>> {
  /** Text of the last assistant message of the run; "" when there is none. */
  readonly text: string;
  /** What the run appended to the conversation, in order. */
  readonly messages: readonly BaseMessage[];
  readonly state: State;
  readonly runId: string;
  /** The conversation that the turn was stored in. */
  readonly sessionId?: string;
  /** The calls that were made and, for tools of the caller, those that wait for it. */
  readonly toolCalls: readonly ToolRecord[];
  readonly usage: Usage;
  /** Of the last model call: `stop`, `length`, `tool-calls`, `content-filter` or `other`. */
  readonly finishReason: string;
  /** Model calls. */
  readonly iterations: number;
  /** With `returnMetrics`. */
  readonly metrics?: RunMetrics;
}

export interface RunMetrics {
  readonly latencyMs: number;
  readonly modelCalls: number;
  readonly toolCalls: number;
  /** By node name. */
  readonly stepLatencyMs: Readonly<Record<string, number>>;
}

/** Text of the last assistant message. */
export function answerText(messages: readonly BaseMessage[]): string {
  return lastAnswer(messages)?.text ?? "";
}

/** Calls of the last answer that nobody has made: they are the caller's. */
export function pendingCalls(messages: readonly BaseMessage[], made: readonly ToolRecord[]): ToolRecord[] {
  const ids = new Set(made.map((call) => call.id));
  return (lastAnswer(messages)?.tool_calls ?? [])
    .filter((call) => !ids.has(call.id ?? ""))
    .map((call) => ({ id: call.id ?? "", name: call.name, arguments: call.args }));
}

function lastAnswer(messages: readonly BaseMessage[]): AIMessage | undefined {
  return messages.findLast((message) => message.getType() === "ai") as AIMessage | undefined;
}
