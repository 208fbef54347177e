import type { BaseMessage } from "@langchain/core/messages";
import type { GenerateOptions } from "@pergola/resources";
import type { StepContext } from "../../step.ts";
import { getRun } from "../../step-run.ts";

/** How the model is asked; parameters are sent only if set. */
export interface ThinkAloudOptions extends Pick<GenerateOptions, "model" | "parameters"> {
  /** Sent after the messages, as the user's. Default: nothing. */
  readonly ask?: string;
}

/**
 * Asks the agent's model for something that is no part of the answer: it is streamed as `reasoning-delta` and does not go into
 * the conversation.
 *
 * @returns what the model said
 * @throws the `MODEL_…` codes; the signal's reason
 */
export async function thinkAloud(
  context: StepContext,
  messages: readonly BaseMessage[],
  { ask, ...options }: ThinkAloudOptions = {},
): Promise<string> {
  const { HumanMessage } = await import("@langchain/core/messages");
  const request = ask === undefined ? messages : [...messages, new HumanMessage(ask)];
  const { content } = await getRun(context)
    .resource("llm")
    .generate(request, { ...options, streamText: "reasoning" });
  return content;
}
