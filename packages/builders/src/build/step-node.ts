import type { Command, LangGraphRunnableConfig } from "@langchain/langgraph";
import { fromGraphValues, toGraphValues } from "@pergola/config";
import type { StepWrite } from "@pergola/core-steps";
import type { RunContext } from "../run/run-context.ts";
import type { StepChanges } from "../step/check-changes.ts";
import type { MadeStep, StepEngine } from "../step/made-step.ts";
import { refuseJump } from "../step/run-in-order.ts";
import { runStep } from "../step/run-step.ts";
import { MEMO_KEY } from "./step-memo.ts";

export type GraphValues = Readonly<Record<string, unknown>>;
export type GraphUpdate = Record<string, unknown> | Command | undefined;
export type GraphNodeFunction = (
  values: GraphValues,
  config: LangGraphRunnableConfig,
) => Promise<GraphUpdate>;

export interface NodeContext {
  /** The run that the graph is called in. */
  readonly runOf: (config: LangGraphRunnableConfig) => RunContext;
  readonly Command: typeof Command;
}

/** A step as one node of the graph. */
export function stepNode(made: MadeStep, { runOf, Command }: NodeContext): GraphNodeFunction {
  const { engine } = made;
  return async (values, config) => {
    const changes = await runStep(made, { run: runOf(config), state: stateOf(values, engine), config });
    // The same whether LangGraph runs the step or we do.
    if (changes.command !== undefined && made.planned.needs.graph !== true) refuseJump(made, changes.command);
    return toUpdate(changes, engine, Command);
  };
}

/** The state as steps see it. */
export function stateOf(values: GraphValues, { stateSchema }: StepEngine): Readonly<Record<string, unknown>> {
  if (!(MEMO_KEY in values)) return fromGraphValues(stateSchema, values);
  const { [MEMO_KEY]: _memo, ...own } = values;
  return fromGraphValues(stateSchema, own);
}

function toUpdate(
  { writes, command }: StepChanges,
  engine: StepEngine,
  Commands: typeof Command,
): GraphUpdate {
  if (command !== undefined) return withWrites(command, graphWrites(writes, engine), Commands);
  if (writes.length === 0) return undefined;
  const values = Object.fromEntries(writes);
  if (Object.keys(values).length === writes.length) return toGraphValues(engine.stateSchema, values);
  return new Commands({ update: graphWrites(writes, engine) });
}

/** Writes as LangGraph takes them in order: of a key without a reducer only the last. */
export function graphWrites(
  writes: readonly StepWrite[],
  { stateSchema, reducers }: StepEngine,
): [string, unknown][] {
  if (writes.length === 1) return Object.entries(toGraphValues(stateSchema, Object.fromEntries(writes)));
  const last = new Map(writes.map(([key], index) => [key, index]));
  const kept = writes.filter(([key], index) => reducers.has(key) || last.get(key) === index);
  return kept.flatMap(([key, value]) => Object.entries(toGraphValues(stateSchema, { [key]: value })));
}

/** The command with what was checked: messages are real messages by now. */
function withWrites(command: Command, update: [string, unknown][], Commands: typeof Command): Command {
  const { graph, goto, resume } = command;
  return new Commands({ graph, goto, resume, ...(update.length > 0 && { update }) });
}
