import type { AIMessage, BaseMessage, ToolMessage } from "@langchain/core/messages";
import type { Usage } from "@pergola/core";
import { requestedCalls } from "@pergola/core-steps";
import type { RunInterrupt } from "./run-interrupt.ts";
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
  /** What the run waits for, when it is suspended: answer with `agent.resume(runId, value)`. Absent when it completed. */
  readonly interrupts?: readonly RunInterrupt[];
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

/** A message's text; the short way for the common case, because LangChain's own looks at every kind of content. */
export function textOfMessage(message: BaseMessage): string {
  return typeof message.content === "string" ? message.content : message.text;
}

/** Text of the last assistant message. */
export function answerText(messages: readonly BaseMessage[]): string {
  const answer = messages.findLast(isAnswer);
  return answer === undefined ? "" : textOfMessage(answer);
}

/** Calls of the last answer that have no result: they are the caller's. Arguments that are not JSON are text. */
export function pendingCalls(messages: readonly BaseMessage[]): ToolRecord[] {
  const index = messages.findLastIndex(isAnswer);
  if (index === -1) return [];
  const answered = messages.slice(index + 1).map((message) => (message as Partial<ToolMessage>).tool_call_id);
  return requestedCalls(messages[index] as AIMessage).filter((call) => !answered.includes(call.id));
}

const isAnswer = (message: BaseMessage) => message.getType() === "ai";
