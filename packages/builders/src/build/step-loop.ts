import type { AgentConfig, InitialValues } from "@pergola/config";
import { loadLangChain } from "@pergola/resources/definition";
import type { StepLoop } from "../run/run-steps.ts";
import type { MadeStep } from "../step/made-step.ts";
import { allSteps } from "./planned-step.ts";

export interface StepLoopOptions {
  readonly config: AgentConfig;
  readonly initialValues: InitialValues;
  readonly steps: readonly MadeStep[];
}

/** The way to run the steps without LangGraph; undefined for an agent that asks something of LangGraph. */
export async function createStepLoop({
  config,
  initialValues,
  steps,
}: StepLoopOptions): Promise<StepLoop | undefined> {
  const hasSettings = Object.values(config.graph).some((setting) => setting !== undefined);
  const planned = allSteps(steps.map((made) => made.planned));
  if (hasSettings || planned.some(({ needs }) => needs.graph === true)) return undefined;
  const { AsyncLocalStorageProviderSingleton } = await import("@langchain/core/singletons");
  // Asked synchronously by every run.
  await loadLangChain();
  return {
    steps,
    initialValues,
    runWithConfig: (inside, work) => AsyncLocalStorageProviderSingleton.runWithConfig(inside, work),
  };
}
