import type { BaseMessage } from "@langchain/core/messages";
import type { StepContext } from "../../step.ts";
import type { StepGraph, StepGraphNode, StepMove, StepTask } from "../../step-graph.ts";
import { messagesOf } from "../../templates/state-variables.ts";
import { answerFor } from "../tools-loop.ts";
import { toolCalls, toolsNode } from "../tools-node.ts";
import type { ChainOfThoughtAnswerTurn, ChainOfThoughtPattern } from "./chain-of-thought-pattern.ts";
import { numberedSteps } from "./numbered-steps.ts";

type State = Readonly<Record<string, unknown>>;

/** Where the work stands between nodes. */
interface ThoughtMemo {
  /** How many messages the state had before the step. */
  readonly begin: number;
  readonly steps: readonly string[];
  readonly mistakes: readonly string[];
  readonly revisions: number;
  readonly iteration: number;
  /** Whether the step ends after these calls: some are for the caller. */
  readonly isLast: boolean;
}

/** Chain of thought as nodes: the reasoning, its check if there is one, then the answer with a node for each call. */
export function chainOfThoughtGraph(
  pattern: ChainOfThoughtPattern,
  promptOf: (state: State) => readonly BaseMessage[],
): StepGraph {
  const { selfCheck = false, maxRevisions = 1, maxIterations: own } = pattern.config;
  const turnOf = (state: State, context: StepContext, at: ThoughtMemo): ChainOfThoughtAnswerTurn => {
    const messages = messagesOf(state);
    const prompt = promptOf({ ...state, messages: messages.slice(0, at.begin) });
    return { context, prompt, work: messages.slice(at.begin), ...at };
  };
  const reason = async (state: State, context: StepContext, { memo }: StepTask): Promise<StepMove> => {
    const at = (memo as ThoughtMemo | undefined) ?? firstMemo(state);
    const steps = numberedSteps(await pattern.reason(turnOf(state, context, at)));
    const kept = { ...at, steps } satisfies ThoughtMemo;
    if (!selfCheck) return { memo: kept };
    return { memo: kept, next: at.revisions < maxRevisions ? "check" : "answer" };
  };
  const check = async (state: State, context: StepContext, { memo }: StepTask): Promise<StepMove> => {
    const at = memo as ThoughtMemo;
    const mistakes = await pattern.check(turnOf(state, context, at));
    if (mistakes.length === 0) return { next: "answer" };
    return { memo: { ...at, mistakes, revisions: at.revisions + 1 } satisfies ThoughtMemo, next: "reason" };
  };
  const finish = (said: readonly BaseMessage[], last: BaseMessage | undefined, at: ThoughtMemo): StepMove => {
    const { as, reasoningAs } = pattern.config;
    const update = {
      ...(said.length > 0 && { messages: said }),
      ...answerFor(as, last),
      ...(reasoningAs !== undefined && { [reasoningAs]: at.steps }),
    };
    return { writes: Object.entries(update), next: "end" };
  };
  const answer = async (state: State, context: StepContext, { memo }: StepTask): Promise<StepMove> => {
    const at = memo as ThoughtMemo;
    const turn = turnOf(state, context, at);
    if (at.isLast) return finish([], turn.work.at(-1), at);
    const asked = await pattern.answer(turn);
    if (asked.own.length === 0) return finish([asked.answer], asked.answer, at);
    return {
      writes: [["messages", [asked.answer]]],
      memo: { ...at, iteration: at.iteration + 1, isLast: asked.isForCaller } satisfies ThoughtMemo,
      next: toolCalls(asked.own),
    };
  };
  const checking: StepGraphNode = {
    name: "check",
    ends: ["reason", "answer"],
    needsGraph: false,
    run: check,
  };
  return {
    nodes: [
      { name: "reason", ends: selfCheck ? ["check", "answer"] : ["answer"], needsGraph: false, run: reason },
      ...(selfCheck ? [checking] : []),
      { name: "answer", ends: ["tools", "end"], needsGraph: false, run: answer },
      toolsNode((context, call) => pattern.act(context, call), "answer"),
    ],
    visits: ({ callMaxIterations, maxIterations }) =>
      (selfCheck ? 2 * maxRevisions : 0) + 2 + 2 * (callMaxIterations ?? own ?? maxIterations),
  };
}

const firstMemo = (state: State): ThoughtMemo => ({
  begin: messagesOf(state).length,
  steps: [],
  mistakes: [],
  revisions: 0,
  iteration: 1,
  isLast: false,
});
