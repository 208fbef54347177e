import { lazySchema } from "@pergola/resources/definition";
import { z } from "zod";
import type { CommonStepConfig } from "../common-step-config.ts";
import { stepErrors } from "../errors.ts";
import type { Step } from "../step.ts";
import type { StepStrategy } from "../step-strategy.ts";

/** A LangChain Runnable, as far as a step needs it. */
export interface RunnableLike {
  invoke(input: unknown, options?: unknown): Promise<unknown>;
}

/** Config of the `custom` step: your own function. */
export interface CustomStepConfig<State = Record<string, unknown>> extends CommonStepConfig {
  /** `(state, context) => update`, sync or async; or a Runnable that takes the state. */
  readonly step: Step<State> | RunnableLike;
  /** The step uses LangGraph's own machinery (`interrupt`, `Command`, `writer`). Default false. */
  readonly needsGraph?: boolean;
}

const customConfigSchema = lazySchema(() =>
  z.strictObject({
    step: z.custom<CustomStepConfig["step"]>(isCallable, {
      error: (issue) => notCallableReason(issue.input),
    }),
    needsGraph: z.boolean().optional(),
  }),
);

/** Runs a function or a Runnable as a step. */
export const customStep: StepStrategy<CustomStepConfig> = {
  name: "custom",
  configSchema: customConfigSchema,
  nodeName: (index) => `custom_step_${index}`,
  needs: ({ needsGraph }) => (needsGraph === true ? { graph: true } : {}),
  createStep: ({ step }) => toStep(step),
};

/** @throws STEP_NOT_CALLABLE */
export function toStep(step: CustomStepConfig["step"]): Step {
  if (!isCallable(step)) {
    throw stepErrors.create("STEP_NOT_CALLABLE", {
      message: notCallableReason(step),
      hint: "Pass a function (state, context) => update, or an object with invoke().",
    });
  }
  if (typeof step === "function") return step as Step;
  return async (state, context) => (await step.invoke(state, context)) as Record<string, unknown>;
}

function isCallable(step: unknown): step is CustomStepConfig["step"] {
  if (typeof step === "function") return step.length <= 2 && !isClass(step as () => unknown);
  return typeof step === "object" && step !== null && "invoke" in step && typeof step.invoke === "function";
}

function isClass(value: (...args: never) => unknown): boolean {
  return /^class\b/.test(Function.prototype.toString.call(value));
}

function notCallableReason(step: unknown): string {
  if (typeof step !== "function")
    return `Custom step must be callable; received ${step === null ? "null" : typeof step}.`;
  if (isClass(step as () => void)) return "Custom step must be callable; received a class.";
  return `Custom step must be callable with (state, context); received a function of ${step.length} parameters.`;
}
