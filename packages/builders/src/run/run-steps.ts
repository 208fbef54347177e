import type { RunnableConfig } from "@langchain/core/runnables";
import type { InitialValues } from "@pergola/config";
import { abortable } from "@pergola/core";
import type { MadeStep } from "../step/made-step.ts";
import { applyWrites, runInOrder } from "../step/run-in-order.ts";
import type { RunContext } from "./run-context.ts";

type State = Readonly<Record<string, unknown>>;

/** How LangChain finds out what a call is made in when nobody says so: kept, so that it works inside steps. */
export type RunWithConfig = <T>(config: RunnableConfig, work: () => T) => T;

export interface StepLoop {
  readonly steps: readonly MadeStep[];
  /** What keys with a reducer begin with. */
  readonly initialValues: InitialValues;
  readonly runWithConfig: RunWithConfig;
}

/**
 * Runs an agent's steps without LangGraph, for runs that cannot be interrupted and that nobody traces: the same steps on
 * the same state, without the price of a graph.
 *
 * @returns the state that they leave
 */
export async function runSteps(
  { steps, initialValues, runWithConfig }: StepLoop,
  input: State,
  { run, config }: { readonly run: RunContext; readonly config: RunnableConfig },
): Promise<State> {
  const [{ engine } = { engine: { reducers: new Map() } }] = steps;
  const state = applyWrites(initialValues(), Object.entries(input), engine.reducers);
  const work = () => runInOrder(steps, { run, state, config });
  return (await abortable(runWithConfig(config, work), run.signal)).state;
}
