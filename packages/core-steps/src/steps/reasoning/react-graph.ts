import type { BaseMessage } from "@langchain/core/messages";
import type { StepContext } from "../../step.ts";
import type { StepGraph, StepGraphNode, StepMove, StepTask } from "../../step-graph.ts";
import { messagesOf } from "../../templates/state-variables.ts";
import { answerFor } from "../tools-loop.ts";
import { toolCalls, toolsNode } from "../tools-node.ts";
import type { ReactPattern, ReactTurn } from "./react-pattern.ts";
import { thoughtsOf } from "./thoughts-of.ts";

type State = Readonly<Record<string, unknown>>;

/** Where the work stands between nodes. */
interface ReactMemo {
  /** How many messages the state had before the step. */
  readonly begin: number;
  readonly iteration: number;
  readonly reflections: readonly string[];
  /** Whether the step ends after these calls: some are for the caller. */
  readonly isLast: boolean;
}

/** ReAct as nodes: one for the model, one that runs once for each call, one for the reflection if there is any. */
export function reactGraph(
  pattern: ReactPattern,
  promptOf: (state: State) => readonly BaseMessage[],
): StepGraph {
  const { config, isReflecting } = pattern;
  const turnOf = (state: State, context: StepContext, at: ReactMemo): ReactTurn => {
    const messages = messagesOf(state);
    const prompt = promptOf({ ...state, messages: messages.slice(0, at.begin) });
    return { context, prompt, work: messages.slice(at.begin), ...at };
  };
  const finish = (said: readonly BaseMessage[], work: readonly BaseMessage[], at: ReactMemo): StepMove => {
    const { as, reasoningAs } = config;
    const update = {
      ...(said.length > 0 && { messages: said }),
      ...answerFor(as, work.at(-1)),
      ...(reasoningAs !== undefined && { [reasoningAs]: thoughtsOf(work, at.reflections) }),
    };
    return { writes: Object.entries(update), next: "end" };
  };
  const model = async (state: State, context: StepContext, { memo }: StepTask): Promise<StepMove> => {
    const at = (memo as ReactMemo | undefined) ?? firstMemo(state);
    const turn = turnOf(state, context, at);
    if (at.isLast) return finish([], turn.work, at);
    const { answer, own, isForCaller } = await pattern.think(turn);
    if (own.length === 0) return finish([answer], [...turn.work, answer], at);
    return {
      writes: [["messages", [answer]]],
      memo: { ...at, iteration: at.iteration + 1, isLast: isForCaller } satisfies ReactMemo,
      next: toolCalls(own),
    };
  };
  const reflect = async (state: State, context: StepContext, { memo }: StepTask): Promise<StepMove> => {
    const at = memo as ReactMemo;
    if (at.isLast) return {};
    const said = await pattern.reflect(turnOf(state, context, { ...at, iteration: at.iteration - 1 }));
    return { memo: { ...at, reflections: [...at.reflections, said] } satisfies ReactMemo };
  };
  const reflection: StepGraphNode = { name: "reflect", ends: ["model"], needsGraph: false, run: reflect };
  return {
    nodes: [
      { name: "model", ends: ["tools", "end"], needsGraph: false, run: model },
      toolsNode((context, call) => pattern.act(context, call), isReflecting ? "reflect" : "model"),
      ...(isReflecting ? [reflection] : []),
    ],
    visits: ({ callMaxIterations, maxIterations }) =>
      (isReflecting ? 3 : 2) * (callMaxIterations ?? config.maxIterations ?? maxIterations) + 1,
  };
}

const firstMemo = (state: State): ReactMemo => ({
  begin: messagesOf(state).length,
  iteration: 1,
  reflections: [],
  isLast: false,
});
