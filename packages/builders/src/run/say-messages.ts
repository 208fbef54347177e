import type { AIMessage, BaseMessage } from "@langchain/core/messages";
import type { RunContext } from "./run-context.ts";
import { textOfMessage } from "./run-result.ts";

/**
 * Puts what a step returned into the conversation. An answer that has not been streamed is streamed now, in one piece: of
 * another agent, of a cache, of the step's own making. So the texts of a run's stream are those of its answers, whatever
 * its steps are.
 */
export function sayMessages(run: RunContext, step: string, messages: readonly BaseMessage[]): void {
  const { journal, emit = journal.emit, streamText } = run;
  // Aside, a message is no part of the conversation.
  const isSaid = streamText === undefined && !journal.isSealed;
  for (const message of run.transcript.add(messages)) {
    const text = answerOf(message);
    if (text === "" || !isSaid || journal.noteSaid(text)) continue;
    void emit({ type: "text-delta", callId: message.id ?? crypto.randomUUID(), step, text });
    journal.noteSaid(text);
  }
}

/** Keeps what a step has said already, and streamed as it liked. */
export function keepMessages({ transcript, journal }: RunContext, messages: readonly BaseMessage[]): void {
  for (const message of transcript.add(messages)) journal.noteSaid(answerOf(message));
}

/** What asks for tools is no answer yet. */
function answerOf(message: BaseMessage): string {
  const isAnswer = message.getType() === "ai" && !asksForTools(message as AIMessage);
  return isAnswer ? textOfMessage(message) : "";
}

function asksForTools({ tool_calls: valid = [], invalid_tool_calls: invalid = [] }: AIMessage): boolean {
  return valid.length + invalid.length > 0;
}
