import type { BaseMessage } from "@langchain/core/messages";
import type { Usage } from "@pergola/core";
import type { FinishReason } from "@pergola/resources";
import type { RunResult } from "../run/run-result.ts";
import type { ToolRecord } from "../run/tool-record.ts";

/** What came of a prompt. */
export interface PromptResult<Output = string> {
  /** Text of the answer. */
  readonly content: string;
  /** The answer as the schema of `withOutput` gives it; without one the same text. */
  readonly output: Output;
  /** What the model and its tools said, in order. */
  readonly messages: readonly BaseMessage[];
  readonly usage: Usage;
  readonly finishReason: FinishReason;
  readonly metadata: PromptMetadata;
}

export interface PromptMetadata {
  readonly runId: string;
  /** The model that answered, if the vendor named it. */
  readonly model?: string;
  /** Model calls. */
  readonly iterations: number;
  readonly toolCalls: readonly ToolRecord[];
}

/** A piece of an answer; the last one has no text, but says why it ended and what it cost. */
export interface GenerationChunk {
  readonly content: string;
  readonly finishReason?: FinishReason;
  readonly usage?: Usage;
  readonly metadata?: PromptMetadata;
}

/** State key of a structured answer. */
export const OUTPUT_KEY = "output";

export function toPromptResult<Output>(run: RunResult, isStructured: boolean): PromptResult<Output> {
  const { text: content, messages, usage, runId, iterations, toolCalls } = run;
  const said = answerMetadata(messages);
  const model = said.model_name;
  return {
    content,
    // Without a schema the answer is its text; with one its step has written the value.
    output: (isStructured ? run.state[OUTPUT_KEY] : content) as Output,
    messages,
    usage,
    finishReason: finishReasonOf(run.finishReason, said.finish_reason),
    metadata: { runId, iterations, toolCalls, ...(typeof model === "string" && { model }) },
  };
}

function finishReasonOf(unified: string, raw: unknown): FinishReason {
  // A run tells one of ours.
  const known = { unified: unified as FinishReason["unified"] };
  return typeof raw === "string" ? { ...known, raw } : known;
}

function answerMetadata(messages: readonly BaseMessage[]): Readonly<Record<string, unknown>> {
  return messages.findLast((message) => message.getType() === "ai")?.response_metadata ?? {};
}
