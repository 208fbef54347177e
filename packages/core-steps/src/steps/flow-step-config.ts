import type { Flow } from "@pergola/flow-runtime";
import { lazySchema } from "@pergola/resources/definition";
import { z } from "zod";
import type { CommonStepConfig } from "../common-step-config.ts";
import type { StepContext } from "../step.ts";
import { stepInput } from "./step-input.ts";

/** A flow of `@pergola/flow-runtime`, whatever it takes and gives. */
// biome-ignore lint/suspicious/noExplicitAny: what a flow takes is checked by its own first node
export type AnyFlow = Flow<any, unknown, unknown>;

/** Config of the `flow` step: a flow that runs as a part of the run. */
export interface FlowStepConfig<State = Record<string, unknown>> extends CommonStepConfig {
  /** Stays its owner's: nothing here stops it. */
  readonly flow: AnyFlow;
  /**
   * What is sent into it: a template (`"{question}"` alone keeps the type of the value), or a function of the state that may be
   * async. Default `"{input}"`: the state's own `input`, else the text of the last user message.
   */
  readonly input?: string | ((state: State, context: StepContext) => unknown);
  /** State key that gets its result. A flow without a result writes nothing. */
  readonly as: keyof State & string;
}

export const flowConfigSchema = lazySchema(() =>
  z.strictObject({
    flow: z.custom<AnyFlow>(isFlow, "Expected a flow made with createFlow()"),
    input: stepInput.optional(),
    as: z.string().min(1),
  }),
);

function isFlow(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  const { name, call, on } = value as Partial<AnyFlow>;
  return typeof name === "string" && typeof call === "function" && typeof on === "function";
}
