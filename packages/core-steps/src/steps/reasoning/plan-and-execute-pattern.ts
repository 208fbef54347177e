import type { AIMessage, BaseMessage, ToolMessage } from "@langchain/core/messages";
import { z } from "zod";
import type { StepContext } from "../../step.ts";
import { getRun, reportProgress } from "../../step-run.ts";
import type { ToolCallRequest } from "../../tools/tools-handle.ts";
import { generateOptions } from "../llm-step.ts";
import { assertMayCall, type ModelTurn, modelTurn, openToolsLoop, type ToolsLoop } from "../tools-loop.ts";
import { askValue } from "./ask-value.ts";
import {
  DEFAULT_MAX_PLAN_STEPS,
  PLAN_AND_EXECUTE_PROMPTS,
  type PlanAndExecuteStepConfig,
  type PlanStepResult,
} from "./plan-and-execute-config.ts";
import { planNotes } from "./plan-notes.ts";
import { REPORT_FAILURE, reportedFailure } from "./report-failure.ts";
import { toolNotes } from "./tool-notes.ts";
import { withInstructions } from "./with-instructions.ts";

/** Where the work stands. */
export interface PlanTurn {
  readonly context: StepContext;
  /** What the step began with: the system prompt and the conversation. */
  readonly prompt: readonly BaseMessage[];
  /** The steps that were worked on; after a failure the last one is the failed one. */
  readonly done: readonly PlanStepResult[];
  /** What is still to be done; the first is the one in hand. */
  readonly tasks: readonly string[];
}

/** The same while a step is worked on. */
export interface PlanStepTurn extends PlanTurn {
  /** Calls and results of this step. */
  readonly work: readonly BaseMessage[];
  /** From 1, for each step. */
  readonly iteration: number;
}

/** What the model says to a step: calls, a result, or that it cannot be done. */
export interface PlanStepAnswer extends Pick<ModelTurn, "answer" | "own"> {
  /** Why the step cannot be done. */
  readonly failure?: string;
}

/**
 * The parts of plan-and-execute, each a method that a subclass may override; their order is not its business. It holds
 * nothing of a run: one serves many at once.
 */
export class PlanAndExecutePattern {
  readonly config: PlanAndExecuteStepConfig;

  constructor(config: PlanAndExecuteStepConfig) {
    this.config = config;
  }

  /** What is still to be done, in order. @throws OUTPUT_INVALID */
  async plan({ context, prompt, done }: PlanTurn): Promise<readonly string[]> {
    const { definitions } = this.#open(context).tools;
    const { maxSteps = DEFAULT_MAX_PLAN_STEPS } = this.config;
    const notes = done.length === 0 ? "" : `${planNotes(done)}\n\nThe last step failed: change the plan.\n\n`;
    const { tasks } = await askValue(context, prompt, {
      ...generateOptions(this.config),
      schema: z.object({ tasks: z.array(z.string().min(1)).max(maxSteps) }),
      ask: notes + this.#prompts.plan + toolNotes(definitions),
    });
    return tasks;
  }

  /** One turn of the model with the step in hand. @throws MAX_ITERATIONS, TOOL_LIMIT_EXCEEDED */
  async execute({ context, prompt, done, tasks, work, iteration }: PlanStepTurn): Promise<PlanStepAnswer> {
    const { HumanMessage } = await import("@langchain/core/messages");
    const loop = this.#open(context);
    const request = await withInstructions(prompt, this.#prompts.execute);
    const turn = await modelTurn(loop, [...request, new HumanMessage(planNotes(done, tasks)), ...work]);
    const failure = reportedFailure(turn.own);
    if (failure === undefined) assertMayCall(loop, turn, iteration);
    return { ...turn, failure };
  }

  /** One call. A tool that fails is a message for the model. */
  act(context: StepContext, call: ToolCallRequest): Promise<ToolMessage> {
    return this.#open(context).tools.call(call);
  }

  async answer({ context, prompt, done }: PlanTurn): Promise<AIMessage> {
    const { HumanMessage } = await import("@langchain/core/messages");
    const run = getRun(context);
    const request = await withInstructions(prompt, this.#prompts.answer);
    const notes = done.length === 0 ? [] : [new HumanMessage(planNotes(done))];
    const { message } = await run
      .resource("llm")
      .generate([...request, ...notes], generateOptions(this.config));
    reportProgress(run, [message]);
    return message;
  }

  get #prompts() {
    return { ...PLAN_AND_EXECUTE_PROMPTS, ...this.config.prompts };
  }

  /** The agent's own tools: nobody could answer calls of the caller's in the middle of a plan. */
  #open(context: StepContext): ToolsLoop {
    const loop = openToolsLoop(this.config, generateOptions(this.config), context);
    const definitions = loop.tools.definitions.filter(({ name }) => !loop.tools.isCallers(name));
    return {
      ...loop,
      tools: { ...loop.tools, definitions, isCallers: () => false },
      options: { ...loop.options, tools: [...definitions, REPORT_FAILURE], streamText: "reasoning" },
    };
  }
}
