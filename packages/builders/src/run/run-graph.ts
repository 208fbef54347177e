import { toGraphValues } from "@pergola/config";
import { throwIfAborted } from "@pergola/core";
import type { AgentGraph } from "../build/compile-graph.ts";
import { finalState, type GraphResult, isSuspended, withoutInterrupts } from "./final-state.ts";
import { outsideGraph } from "./outside-graph.ts";
import { isRecursionLimit, recursionLimit } from "./recursion-limit.ts";
import type { RunContext } from "./run-context.ts";
import { interruptsOf, type RunInterrupt } from "./run-interrupt.ts";

type State = Record<string, unknown>;

/** LangGraph's call config. */
export type GraphConfig = Readonly<Record<string, unknown>>;

export interface GraphCall {
  readonly run: RunContext;
  readonly config: GraphConfig;
  /** Whether the graph goes on; it begins otherwise. */
  readonly isResumed: boolean;
}

/** What the steps left: the last state, or one in which the run waits. */
export interface Worked {
  readonly state: State;
  readonly interrupts?: readonly RunInterrupt[];
}

/** Runs an agent's graph. @param given the state that it begins with, or LangGraph's input that it goes on with */
export async function runGraph(
  graph: AgentGraph,
  given: unknown,
  { run, config, isResumed }: GraphCall,
): Promise<Worked> {
  const { stateSchema } = run.services;
  const values = isResumed ? given : toGraphValues(stateSchema, given as State);
  const result = await invoke(graph, values, config);
  throwIfAborted(run.signal);
  const state = finalState(stateSchema, result ?? nothingWritten(run, values));
  if (result === undefined || !isSuspended(result)) return { state };
  const interrupts = interruptsOf(await graph.getState(config), result);
  // A pause after the last step has nothing to wait for.
  return interrupts.length === 0 ? { state: withoutInterrupts(state) } : { state, interrupts };
}

/** LangGraph gives nothing for a state of which no key was ever set; its keys have what they begin with all the same. */
function nothingWritten({ services }: RunContext, given: unknown): GraphResult {
  return { ...services.initialValues?.(), ...(given as State | null) };
}

async function invoke(
  graph: AgentGraph,
  input: unknown,
  config: GraphConfig,
): Promise<GraphResult | undefined> {
  try {
    return await outsideGraph(() => graph.invoke(input as never, config));
  } catch (thrown) {
    if (isRecursionLimit(thrown)) throw recursionLimit(config.recursionLimit, thrown);
    // Nodes of one superstep may fail together; the first one is what went wrong.
    throw thrown instanceof AggregateError ? thrown.errors[0] : thrown;
  }
}
