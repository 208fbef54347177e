import type { BaseMessage, ToolMessage } from "@langchain/core/messages";
import { lazySchema } from "@pergola/resources/definition";
import { z } from "zod";
import type { StepContext } from "../../step.ts";
import type { ToolCallRequest } from "../../tools/tools-handle.ts";
import { generateOptions } from "../llm-step.ts";
import { askModel, type ModelTurn, openToolsLoop } from "../tools-loop.ts";
import { askValue } from "./ask-value.ts";
import { CHAIN_OF_THOUGHT_PROMPTS, type ChainOfThoughtStepConfig } from "./chain-of-thought-config.ts";
import { toNumbered } from "./numbered-steps.ts";
import { thinkAloud } from "./think-aloud.ts";
import { toolNotes } from "./tool-notes.ts";
import { withInstructions } from "./with-instructions.ts";

/** Where the work stands. */
export interface ChainOfThoughtTurn {
  readonly context: StepContext;
  /** What the step began with: the system prompt and the conversation. */
  readonly prompt: readonly BaseMessage[];
  /** The steps of the reasoning so far; empty when it begins. */
  readonly steps: readonly string[];
  /** What the last check found wrong with them. */
  readonly mistakes: readonly string[];
}

/** The same when the model answers. */
export interface ChainOfThoughtAnswerTurn extends ChainOfThoughtTurn {
  /** Calls and results since the reasoning. */
  readonly work: readonly BaseMessage[];
  /** From 1. */
  readonly iteration: number;
}

const Findings = lazySchema(() => z.object({ mistakes: z.array(z.string()) }));

/**
 * The parts of chain of thought, each a method that a subclass may override; their order is not its business. It holds
 * nothing of a run: one serves many at once.
 */
export class ChainOfThoughtPattern {
  readonly config: ChainOfThoughtStepConfig;

  constructor(config: ChainOfThoughtStepConfig) {
    this.config = config;
  }

  /** The reasoning as text whose steps are numbered; with `mistakes`, a better one. */
  async reason({ context, prompt, steps, mistakes }: ChainOfThoughtTurn): Promise<string> {
    const { tools } = this.#open(context);
    const request = await withInstructions(prompt, this.#prompts.reason + toolNotes(tools.definitions));
    const ask =
      mistakes.length === 0
        ? undefined
        : `${reasoningNote(steps)}\n\nMistakes in it:\n${mistakes.map((each) => `- ${each}`).join("\n")}\n\nReason again.`;
    return thinkAloud(context, request, { ...generateOptions(this.config), ask });
  }

  /** What is wrong with the reasoning; empty when nothing is. */
  async check({ context, prompt, steps }: ChainOfThoughtTurn): Promise<readonly string[]> {
    const ask = `${reasoningNote(steps)}\n\n${this.#prompts.check}`;
    const { mistakes } = await askValue(context, prompt, {
      ...generateOptions(this.config),
      schema: Findings,
      ask,
    });
    return mistakes;
  }

  /** The answer, or the calls that it needs first. @throws MAX_ITERATIONS, TOOL_LIMIT_EXCEEDED */
  async answer({ context, prompt, steps, work, iteration }: ChainOfThoughtAnswerTurn): Promise<ModelTurn> {
    const { HumanMessage } = await import("@langchain/core/messages");
    const request = await withInstructions(prompt, this.#prompts.answer);
    const note = new HumanMessage(reasoningNote(steps));
    return askModel(this.#open(context), [...request, note, ...work], iteration);
  }

  /** One call. A tool that fails is a message for the model. */
  act(context: StepContext, call: ToolCallRequest): Promise<ToolMessage> {
    return this.#open(context).tools.call(call);
  }

  get #prompts() {
    return { ...CHAIN_OF_THOUGHT_PROMPTS, ...this.config.prompts };
  }

  #open(context: StepContext) {
    return openToolsLoop(this.config, generateOptions(this.config), context);
  }
}

const reasoningNote = (steps: readonly string[]) => `Your reasoning:\n\n${toNumbered(steps)}`;
