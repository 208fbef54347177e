import type { BaseMessage } from "@langchain/core/messages";
import type { StepContext } from "../step.ts";
import type { StepGraph, StepMove, StepTask } from "../step-graph.ts";
import type { StepWrite } from "../step-writes.ts";
import { messagesOf } from "../templates/state-variables.ts";
import { answerFor, askModel, type ToolsLoop } from "./tools-loop.ts";
import type { ToolsLoopStepConfig } from "./tools-loop-config.ts";
import { toolCalls, toolsNode } from "./tools-node.ts";

type State = Readonly<Record<string, unknown>>;

/** Where the loop stands between its nodes. */
interface LoopMemo {
  /** How many messages the state had before the loop. */
  readonly begin: number;
  readonly iteration: number;
  /** Whether the loop ends after these tool calls. */
  readonly isLast: boolean;
}

export interface LoopGraphParts {
  readonly promptOf: (state: State) => BaseMessage[];
  readonly open: (context: StepContext) => ToolsLoop;
}

/** The loop as nodes: one for the model, and one that runs once for each tool call. */
export function toolsLoopGraph(
  { as, maxIterations }: ToolsLoopStepConfig,
  { promptOf, open }: LoopGraphParts,
): StepGraph {
  const model = async (state: State, context: StepContext, { memo }: StepTask): Promise<StepMove> => {
    const messages = messagesOf(state);
    const at = (memo as LoopMemo | undefined) ?? { begin: messages.length, iteration: 1, isLast: false };
    if (at.isLast) return { writes: writesOf(answerFor(as, messages.at(-1))), next: "end" };
    const loop = open(context);
    const prompt = promptOf({ ...state, messages: messages.slice(0, at.begin) });
    const asked = await askModel(loop, [...prompt, ...messages.slice(at.begin)], at.iteration);
    const appended = { messages: [asked.answer] };
    if (asked.own.length === 0)
      return { writes: writesOf({ ...appended, ...answerFor(as, asked.answer) }), next: "end" };
    return {
      writes: writesOf(appended),
      memo: { begin: at.begin, iteration: at.iteration + 1, isLast: asked.isForCaller } satisfies LoopMemo,
      next: toolCalls(asked.own),
    };
  };
  return {
    nodes: [
      { name: "model", ends: ["tools", "end"], needsGraph: false, run: model },
      toolsNode((context, call) => open(context).tools.call(call), "model"),
    ],
    visits: (limits) => 2 * (limits.callMaxIterations ?? maxIterations ?? limits.maxIterations) + 1,
  };
}

const writesOf = (update: Readonly<Record<string, unknown>>): readonly StepWrite[] => Object.entries(update);
