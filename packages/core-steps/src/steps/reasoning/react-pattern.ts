import type { BaseMessage, ToolMessage } from "@langchain/core/messages";
import type { StepContext } from "../../step.ts";
import type { ToolCallRequest } from "../../tools/tools-handle.ts";
import { generateOptions } from "../llm-step.ts";
import { askModel, type ModelTurn, openToolsLoop } from "../tools-loop.ts";
import { REACT_PROMPTS, type ReactStepConfig } from "./react-config.ts";
import { thinkAloud } from "./think-aloud.ts";
import { withInstructions } from "./with-instructions.ts";
import { workNotes } from "./work-notes.ts";

/** Where the work stands when the model is to think or to reflect. */
export interface ReactTurn {
  readonly context: StepContext;
  /** What the step began with: the system prompt and the conversation. */
  readonly prompt: readonly BaseMessage[];
  /** Thoughts, calls and results since then. */
  readonly work: readonly BaseMessage[];
  /** What has been said of them, one for each round; "" where nothing was. */
  readonly reflections: readonly string[];
  /** From 1. */
  readonly iteration: number;
}

/**
 * The parts of ReAct, each a method that a subclass may override; their order is not its business. It holds nothing of a
 * run: one serves many at once.
 */
export class ReactPattern {
  readonly config: ReactStepConfig;

  constructor(config: ReactStepConfig) {
    this.config = config;
  }

  /** Whether `reflect` is called between results and the next thought. */
  get isReflecting(): boolean {
    return this.config.reflect ?? this.reflect !== ReactPattern.prototype.reflect;
  }

  /** One thought: what the model says, and the calls that it asks for. @throws MAX_ITERATIONS, TOOL_LIMIT_EXCEEDED */
  async think({ context, prompt, work, reflections, iteration }: ReactTurn): Promise<ModelTurn> {
    const { think = REACT_PROMPTS.think } = this.config.prompts ?? {};
    const begin = think === "" ? prompt : await withInstructions(prompt, think);
    const notes = await reflectionNotes(reflections);
    return askModel(this.#open(context), [...begin, ...work, ...notes], iteration);
  }

  /** One call. A tool that fails is a message for the model. */
  act(context: StepContext, call: ToolCallRequest): Promise<ToolMessage> {
    return this.#open(context).tools.call(call);
  }

  /** What the results mean; it is sent with the next thought, and does not go into the conversation. "" for nothing. */
  async reflect({ context, prompt, work, reflections }: ReactTurn): Promise<string> {
    const { reflect = REACT_PROMPTS.reflect } = this.config.prompts ?? {};
    const before = reflections.filter((each) => each !== "").map((each) => `Reflection: ${each}`);
    const ask = ["The work so far:", workNotes(work), ...before, "", reflect].join("\n");
    return thinkAloud(context, prompt, { ...generateOptions(this.config), ask });
  }

  #open(context: StepContext) {
    return openToolsLoop(this.config, generateOptions(this.config), context);
  }
}

async function reflectionNotes(reflections: readonly string[]): Promise<readonly BaseMessage[]> {
  const said = reflections.filter((each) => each !== "");
  if (said.length === 0) return [];
  const { HumanMessage } = await import("@langchain/core/messages");
  return [new HumanMessage(`Your reflections on the results so far:\n\n${said.join("\n\n")}`)];
}
