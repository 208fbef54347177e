import type { Command, LangGraphRunnableConfig, Send } from "@langchain/langgraph";
import { toErrorData } from "@pergola/core";
import type { StepGraph, StepGraphNode, StepMove, StepTarget } from "@pergola/core-steps";
import type { RunContext } from "../run/run-context.ts";
import { checkWrites } from "../step/check-changes.ts";
import type { MadeStep } from "../step/made-step.ts";
import { stepContext } from "../step/step-context.ts";
import { isInterrupt, toStepError } from "../step/step-error.ts";
import { retryStep } from "../step/step-retry.ts";
import { withStepTimeout } from "../step/step-timeout.ts";
import { MEMO_KEY, type StepMemos } from "./step-memo.ts";
import {
  type GraphNodeFunction,
  type GraphValues,
  graphWrites,
  type NodeContext,
  stateOf,
} from "./step-node.ts";

/** Under which key a node finds what was sent to it alone. */
const TASK_KEY = "__step_task";

export interface GraphNodeContext extends NodeContext {
  readonly Send: typeof Send;
  /** The graph's node for a place that the step's node may go to. */
  nodeAt(target: StepTarget): string;
}

/** One node of a step that is several: the same events as if it were one. */
export function graphNode(made: MadeStep, node: StepGraphNode, context: GraphNodeContext): GraphNodeFunction {
  const { nodeName: step, kind } = made.planned;
  const isFirst = (made.graph as StepGraph).nodes[0] === node;
  return async (values, config) => {
    const run = context.runOf(config);
    const memo = (values[MEMO_KEY] as StepMemos | undefined)?.[step];
    if (isFirst && (memo === undefined || memo === null))
      run.journal.emit({ type: "step-started", step, kind });
    try {
      const move = await moveOf(made, node, { run, values, config, memo });
      if (next(move, node) === "end") finish(run, made);
      return toCommand(made, move, node, context);
    } catch (thrown) {
      if (isInterrupt(thrown)) throw thrown;
      const failure = toStepError(step, thrown, run.signal);
      finish(run, made, failure);
      throw failure;
    }
  };
}

interface NodeCall {
  readonly run: RunContext;
  readonly values: GraphValues;
  readonly config: LangGraphRunnableConfig;
  readonly memo: unknown;
}

function moveOf({ planned, engine }: MadeStep, node: StepGraphNode, call: NodeCall): Promise<StepMove> {
  const { nodeName: step, common } = planned;
  const { run, values, config, memo } = call;
  const task = { memo: memo ?? undefined, input: values[TASK_KEY] };
  const state = TASK_KEY in values ? {} : stateOf(values, engine);
  const work = (inner: RunContext) => node.run({ ...state }, stepContext(inner, step, config), task);
  const { timeoutMs } = common;
  let attempts = 0;
  return retryStep(step, common.retry, run, async (inner) => {
    if (attempts++ > 0) run.journal.restart(step);
    const leftMs = timeoutMs === undefined ? undefined : timeoutMs - run.journal.attemptFor(step);
    const move = await withStepTimeout(step, { timeoutMs, leftMs }, inner, work);
    if (move.writes === undefined) return move;
    return { ...move, writes: checkWrites(move.writes, { step, engine, run: inner }) };
  });
}

function finish(run: RunContext, { planned }: MadeStep, failure?: unknown): void {
  const { nodeName: step, kind } = planned;
  run.journal.emit({
    type: "step-finished",
    step,
    kind,
    latencyMs: run.journal.openFor("step", step),
    ...(failure !== undefined && { error: toErrorData(failure) }),
  });
}

function next({ next: to }: StepMove, node: StepGraphNode): StepMove["next"] {
  return to ?? node.ends[0];
}

function toCommand(
  { planned, engine }: MadeStep,
  move: StepMove,
  node: StepGraphNode,
  { Command, Send, nodeAt }: GraphNodeContext,
): Command {
  const to = next(move, node);
  const isOver = to === "end";
  const update = graphWrites(move.writes ?? [], engine);
  if (isOver || move.memo !== undefined)
    update.push([MEMO_KEY, { [planned.nodeName]: isOver ? null : move.memo }]);
  const isStatic = move.next === undefined && isStaticEdge(node);
  const goto = Array.isArray(to)
    ? to.map((each) => new Send(nodeAt(each.node), { [TASK_KEY]: each.input }))
    : nodeAt(to as StepTarget);
  return new Command({ update, ...(!isStatic && { goto }) });
}

/** A node with one way out has an edge, so that several tasks of it meet at its end. */
export function isStaticEdge({ ends }: StepGraphNode): boolean {
  return ends.length === 1 && ends[0] !== "end";
}
