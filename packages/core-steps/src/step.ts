import type { LangGraphRunnableConfig } from "@langchain/langgraph";
import type { StepRun } from "./step-run.ts";

/** What a step returns: the state keys it changes, or nothing. */
export type StepUpdate<State> = { readonly [Key in keyof State]?: unknown } | undefined;

/** LangGraph's runtime argument plus the run. Outside an agent (raw LangGraph) `run` is absent. */
export type StepContext = LangGraphRunnableConfig & { readonly run: StepRun };

/**
 * One unit of work in an agent. Any LangGraph node function fits, and a step that does not touch `context.run`
 * works in raw LangGraph.
 */
export type Step<State = Record<string, unknown>> = (
  state: State,
  context: StepContext,
) => // biome-ignore lint/suspicious/noConfusingVoidType: a step may return nothing at all
StepUpdate<State> | void | Promise<StepUpdate<State> | void>;
