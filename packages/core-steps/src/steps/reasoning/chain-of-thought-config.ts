import { lazySchema } from "@pergola/resources/definition";
import { z } from "zod";
import { modelShape, toolReference } from "../step-options.ts";
import type { ToolsLoopStepConfig } from "../tools-loop-config.ts";

/** Config of the `chain-of-thought` step: reasoning in numbered steps, then the answer. */
export interface ChainOfThoughtStepConfig<State = Record<string, unknown>>
  extends ToolsLoopStepConfig<State> {
  /** State key that gets the steps of the reasoning, a list of texts. */
  readonly reasoningAs?: keyof State & string;
  /** Lets the model check its reasoning before it answers, and think again where it finds mistakes. Default false. */
  readonly selfCheck?: boolean;
  /** How often it may think again. The last time is not checked any more. Default 1. */
  readonly maxRevisions?: number;
  readonly prompts?: ChainOfThoughtPrompts;
}

/** What the model is told to do, as plain text. */
export interface ChainOfThoughtPrompts {
  /** Goes to the end of the system message while the model reasons. */
  readonly reason?: string;
  /** Asks for the mistakes in the reasoning, which is sent before it. */
  readonly check?: string;
  /** Goes to the end of the system message when the model answers. */
  readonly answer?: string;
}

export const CHAIN_OF_THOUGHT_PROMPTS: Required<ChainOfThoughtPrompts> = {
  reason:
    "Reason about the request before anybody answers it. Write short numbered steps (1., 2., …), each of which follows from " +
    "what is known or from an earlier step. Say where something has to be looked up. Do not write the answer itself.",
  check:
    "Check each step above on its own: does it follow, are facts and calculations right, does it serve the request? List " +
    "the mistakes, each with the number of its step; an empty list when there is none.",
  answer:
    "Answer the request from your reasoning, which stands at the end of the conversation. Give the answer alone: nobody but " +
    "you sees the reasoning.",
};

export const chainOfThoughtConfigSchema = lazySchema(() =>
  z.strictObject({
    ...modelShape(),
    tools: z.array(toolReference).optional(),
    maxIterations: z.number().int().min(1).optional(),
    reasoningAs: z.string().min(1).optional(),
    selfCheck: z.boolean().optional(),
    maxRevisions: z.number().int().min(1).optional(),
    prompts: z
      .strictObject({
        reason: z.string().min(1).optional(),
        check: z.string().min(1).optional(),
        answer: z.string().min(1).optional(),
      })
      .optional(),
  }),
);
