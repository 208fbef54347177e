import type { AIMessage, BaseMessage } from "@langchain/core/messages";
import type { GenerateOptions } from "@pergola/resources";
import { stepErrors } from "../errors.ts";
import type { StepContext } from "../step.ts";
import { getRun, reportProgress, type StepRun } from "../step-run.ts";
import { requestedCalls } from "../tools/requested-calls.ts";
import type { ToolCallRequest, ToolsHandle } from "../tools/tools-handle.ts";
import type { ToolsLoopStepConfig } from "./tools-loop-config.ts";

/** One tools-loop of a run. */
export interface ToolsLoop {
  readonly run: StepRun;
  readonly tools: ToolsHandle;
  readonly options: GenerateOptions;
  readonly maxIterations: number;
}

export function openToolsLoop(
  config: Pick<ToolsLoopStepConfig, "tools" | "maxIterations">,
  fixed: GenerateOptions,
  context: StepContext,
): ToolsLoop {
  const run = getRun(context);
  const all = run.resource("tools");
  const tools = config.tools === undefined ? all : all.only(config.tools);
  const { callMaxIterations, maxIterations } = run.limits;
  return {
    run,
    tools,
    options: { ...fixed, tools: tools.definitions },
    maxIterations: callMaxIterations ?? config.maxIterations ?? maxIterations,
  };
}

/** @returns what the loop adds to the conversation; the last one is the answer. */
export async function runLoop(loop: ToolsLoop, prompt: readonly BaseMessage[]): Promise<BaseMessage[]> {
  const appended: BaseMessage[] = [];
  for (let iteration = 1; ; iteration++) {
    const asked = await askModel(loop, [...prompt, ...appended], iteration);
    appended.push(asked.answer);
    if (asked.own.length === 0) return appended;
    appended.push(...(await Promise.all(asked.own.map((call) => callTool(loop, call)))));
    if (asked.isForCaller) return appended;
  }
}

/** A result is told at once: what a call has done counts, whatever becomes of the others. */
async function callTool(loop: ToolsLoop, call: ToolCallRequest): Promise<BaseMessage> {
  const result = await loop.tools.call(call);
  reportProgress(loop.run, [result]);
  return result;
}

export interface ModelTurn {
  readonly answer: AIMessage;
  /** Calls of the agent's own tools. */
  readonly own: readonly ToolCallRequest[];
  /** Some calls are for the caller's tools: the loop ends, so that the caller can answer. */
  readonly isForCaller: boolean;
}

/** One turn of the model. @throws MAX_ITERATIONS when it still asks for tools after the last one; TOOL_LIMIT_EXCEEDED */
export async function askModel(
  loop: ToolsLoop,
  messages: readonly BaseMessage[],
  iteration: number,
): Promise<ModelTurn> {
  const turn = await modelTurn(loop, messages);
  assertMayCall(loop, turn, iteration);
  return turn;
}

/** What the model says, whatever it asks for. */
export async function modelTurn(loop: ToolsLoop, messages: readonly BaseMessage[]): Promise<ModelTurn> {
  const { message: answer } = await loop.run.resource("llm").generate(messages, loop.options);
  const calls = requestedCalls(answer);
  const own = calls.filter((call) => !loop.tools.isCallers(call.name));
  // Told before anything can fail: the model has said it. What it thinks aloud counts only for its calls.
  if (calls.length > 0 || loop.options.streamText !== "reasoning") reportProgress(loop.run, [answer]);
  return { answer, own, isForCaller: own.length < calls.length };
}

/** @throws MAX_ITERATIONS, TOOL_LIMIT_EXCEEDED */
export function assertMayCall(
  { maxIterations, tools }: ToolsLoop,
  { own, isForCaller }: Omit<ModelTurn, "answer">,
  iteration: number,
): void {
  if (own.length > 0 && iteration >= maxIterations && !isForCaller)
    throw tooManyIterations(maxIterations, own);
  tools.assertRoomFor(own.length);
}

/** The text of the answer for the key that gets it. */
export function answerFor(as: string | undefined, answer: BaseMessage | undefined): Record<string, unknown> {
  return as === undefined ? {} : { [as]: answer?.text };
}

function tooManyIterations(maxIterations: number, calls: readonly ToolCallRequest[]) {
  const asked = calls.map((call) => call.name);
  return stepErrors.create("MAX_ITERATIONS", {
    message: `The model still asked for tools (${asked.join(", ")}) after ${maxIterations} rounds.`,
    hint: "Raise maxIterations (per call, on the step, or withLimits), or make the tools answer more in one call.",
    details: { maxIterations, asked },
  });
}
