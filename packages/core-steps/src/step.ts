import type { Command, LangGraphRunnableConfig } from "@langchain/langgraph";
import type { StepRun } from "./step-run.ts";
import type { StepWrites } from "./step-writes.ts";

/** What a step returns: the state keys it changes, or nothing. */
export type StepUpdate<State> = { readonly [Key in keyof State]?: unknown } | undefined;

/** LangGraph's runtime argument plus the run. Outside an agent (raw LangGraph) `run` is absent. */
export type StepContext = LangGraphRunnableConfig & { readonly run: StepRun };

/** Everything that a step may return: an update, what the steps inside it wrote, or a LangGraph command. */
export type StepResult<State> =
  | StepUpdate<State>
  | StepWrites
  | Command
  // biome-ignore lint/suspicious/noConfusingVoidType: a step may return nothing at all
  | void;

/**
 * One unit of work in an agent. Any LangGraph node function fits, and a step that does not touch `context.run`
 * works in raw LangGraph.
 */
export type Step<State = Record<string, unknown>> = (
  state: State,
  context: StepContext,
) => StepResult<State> | Promise<StepResult<State>>;
