import type { RunnableConfig } from "@langchain/core/runnables";
import type { RunContext } from "../run/run-context.ts";

/** One execution of a step: in which run, on which state, called how. */
export interface StepCall {
  readonly run: RunContext;
  readonly state: Readonly<Record<string, unknown>>;
  /** LangGraph's config of the node. */
  readonly config: RunnableConfig;
}
