import { lazySchema } from "@pergola/resources/definition";
import { z } from "zod";
import { modelShape, toolReference } from "../step-options.ts";
import type { ToolsLoopStepConfig } from "../tools-loop-config.ts";

/** Config of the `react` step: thoughts, tool calls and their results in turn until the model answers. */
export interface ReactStepConfig<State = Record<string, unknown>> extends ToolsLoopStepConfig<State> {
  /**
   * Asks the model, after each round of results, what they mean. Costs a model call each. Default: no; of a pattern with a
   * `reflect` of its own yes.
   */
  readonly reflect?: boolean;
  /** State key that gets thoughts and reflections, a list of texts in order. */
  readonly reasoningAs?: keyof State & string;
  readonly prompts?: ReactPrompts;
}

/** What the model is told to do, as plain text. */
export interface ReactPrompts {
  /** Goes to the end of the system message. "" leaves it out. */
  readonly think?: string;
  /** Asks for a reflection; what has been done so far is sent before it. */
  readonly reflect?: string;
}

export const REACT_PROMPTS: Required<ReactPrompts> = {
  think:
    "Work in turns. In each turn say in a sentence or two what you know by now and what is missing, then call the tools that " +
    "find it out: several at once if none needs the result of another. A result that begins with Error says how to mend the " +
    "call. Never guess what a tool can tell. As soon as nothing is missing, answer without calling a tool.",
  reflect:
    "Do not answer yet, and call nothing. Judge in at most four sentences the work so far: what do the results settle, what " +
    "is doubtful or went wrong, and what should come next?",
};

export const reactConfigSchema = lazySchema(() =>
  z.strictObject({
    ...modelShape(),
    tools: z.array(toolReference).optional(),
    maxIterations: z.number().int().min(1).optional(),
    reflect: z.boolean().optional(),
    reasoningAs: z.string().min(1).optional(),
    prompts: z
      .strictObject({ think: z.string().optional(), reflect: z.string().min(1).optional() })
      .optional(),
  }),
);
