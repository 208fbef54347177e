import type { RunnableConfig } from "@langchain/core/runnables";
import { RUN_KEY, type StepContext } from "@pergola/core-steps";
import type { RunContext } from "../run/run-context.ts";
import { StepRunHandle } from "../run/step-run-handle.ts";

/** What a step is called with. A graph that it calls runs in the same part of the run, and is stopped with it. */
export function stepContext(run: RunContext, step: string, config: RunnableConfig): StepContext {
  const known: unknown = config.configurable?.[RUN_KEY];
  const isPart = known !== undefined && known !== run;
  return {
    ...config,
    signal: run.signal,
    ...(isPart && { configurable: { ...config.configurable, [RUN_KEY]: run } }),
    run: new StepRunHandle(run, step, config),
  };
}
