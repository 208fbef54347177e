import type { BaseMessage } from "@langchain/core/messages";
import { stepErrors } from "../../errors.ts";
import type { StepContext } from "../../step.ts";
import type { StepGraph, StepMove, StepTask } from "../../step-graph.ts";
import { getRun, type RunLimits } from "../../step-run.ts";
import { messagesOf } from "../../templates/state-variables.ts";
import { answerFor } from "../tools-loop.ts";
import { toolCalls, toolsNode } from "../tools-node.ts";
import {
  DEFAULT_MAX_PLAN_STEPS,
  DEFAULT_MAX_REPLANS,
  type PlanAndExecuteStepConfig,
  type PlanStepResult,
} from "./plan-and-execute-config.ts";
import type { PlanAndExecutePattern, PlanStepTurn } from "./plan-and-execute-pattern.ts";
import "./plan-events.ts";
import { closingResults } from "./report-failure.ts";

type State = Readonly<Record<string, unknown>>;

/** Where the work stands between nodes. */
interface PlanMemo {
  /** How many messages the state had before the step, and before the step of the plan in hand. */
  readonly begin: number;
  readonly taskBegin: number;
  readonly iteration: number;
  readonly tasks: readonly string[];
  readonly done: readonly PlanStepResult[];
  readonly replans: number;
}

/** Plan-and-execute as nodes: the plan, the model at work on a step, one that runs once for each call, the answer. */
export function planAndExecuteGraph(
  pattern: PlanAndExecutePattern,
  promptOf: (state: State) => readonly BaseMessage[],
): StepGraph {
  const { as, planAs, maxReplans = DEFAULT_MAX_REPLANS } = pattern.config;
  const turnOf = (state: State, context: StepContext, at: PlanMemo): PlanStepTurn => {
    const messages = messagesOf(state);
    const prompt = promptOf({ ...state, messages: messages.slice(0, at.begin) });
    return { context, prompt, work: messages.slice(at.taskBegin), ...at };
  };
  const plan = async (state: State, context: StepContext, { memo }: StepTask): Promise<StepMove> => {
    const at = (memo as PlanMemo | undefined) ?? firstMemo(state);
    const tasks = await pattern.plan(turnOf(state, context, at));
    void getRun(context).emit({ type: "plan-made", tasks, revision: at.replans });
    return { memo: { ...at, tasks } satisfies PlanMemo, next: tasks.length > 0 ? "execute" : "answer" };
  };
  const execute = async (state: State, context: StepContext, { memo }: StepTask): Promise<StepMove> => {
    const at = memo as PlanMemo;
    const { answer, own, failure } = await pattern.execute(turnOf(state, context, at));
    const end = messagesOf(state).length;
    if (failure !== undefined) {
      const said = [answer, ...(await closingResults(answer))];
      const next = settle(context, at, { outcome: "failed", result: failure, end: end + said.length });
      return { writes: [["messages", said]], memo: replanned(next, maxReplans), next: "plan" };
    }
    if (own.length > 0)
      return {
        writes: [["messages", [answer]]],
        memo: { ...at, iteration: at.iteration + 1 } satisfies PlanMemo,
        next: toolCalls(own),
      };
    const next = settle(context, at, { outcome: "done", result: answer.text, end });
    return { memo: next, next: next.tasks.length > 0 ? "execute" : "answer" };
  };
  const answer = async (state: State, context: StepContext, { memo }: StepTask): Promise<StepMove> => {
    const at = memo as PlanMemo;
    const said = await pattern.answer(turnOf(state, context, at));
    const update = {
      messages: [said],
      ...answerFor(as, said),
      ...(planAs !== undefined && { [planAs]: at.done }),
    };
    return { writes: Object.entries(update) };
  };
  return {
    nodes: [
      { name: "plan", ends: ["execute", "answer"], needsGraph: false, run: plan },
      { name: "execute", ends: ["execute", "tools", "plan", "answer"], needsGraph: false, run: execute },
      toolsNode((context, call) => pattern.act(context, call), "execute"),
      { name: "answer", ends: ["end"], needsGraph: false, run: answer },
    ],
    visits: (limits) => visitsOf(pattern.config, limits),
  };
}

/** The step of the plan in hand is over: the next one begins behind the message `end`. */
function settle(
  context: StepContext,
  at: PlanMemo,
  { outcome, result, end }: Pick<PlanStepResult, "outcome" | "result"> & { readonly end: number },
): PlanMemo {
  const [task = "", ...tasks] = at.tasks;
  const done = { task, outcome, result };
  void getRun(context).emit({ type: "plan-step-finished", ...done });
  return { ...at, taskBegin: end, iteration: 1, tasks, done: [...at.done, done] };
}

/** @throws PLAN_FAILED when the plan has been changed often enough */
function replanned(at: PlanMemo, maxReplans: number): PlanMemo {
  if (at.replans >= maxReplans) throw planFailed(at.done, maxReplans);
  return { ...at, replans: at.replans + 1 };
}

function visitsOf(config: PlanAndExecuteStepConfig, { callMaxIterations, maxIterations }: RunLimits): number {
  const { maxSteps = DEFAULT_MAX_PLAN_STEPS, maxReplans = DEFAULT_MAX_REPLANS } = config;
  const ofStep = 2 * (callMaxIterations ?? config.maxIterations ?? maxIterations);
  return (maxReplans + 1) * (1 + maxSteps * ofStep) + 1;
}

const firstMemo = (state: State): PlanMemo => {
  const begin = messagesOf(state).length;
  return { begin, taskBegin: begin, iteration: 1, tasks: [], done: [], replans: 0 };
};

function planFailed(done: readonly PlanStepResult[], maxReplans: number) {
  const failed = done.at(-1);
  return stepErrors.create("PLAN_FAILED", {
    message: `The step "${failed?.task}" of the plan failed (${failed?.result}), and the plan has been changed as often as maxReplans allows: ${maxReplans}.`,
    hint: "Give the agent the tools that the step needs, say in the system prompt what to do without, or raise maxReplans.",
    details: { maxReplans, done },
  });
}
