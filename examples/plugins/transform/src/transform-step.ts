import type { CommonStepConfig, StepStrategy } from "@pergola/core-steps";
import { z } from "zod";
import { parseShape } from "./shape.ts";

/** Config of the step type `transform`. */
export interface TransformStepConfig<State> extends CommonStepConfig {
  /** New values by state key. Texts are templates; `"{order.total}"` alone keeps the number a number. */
  readonly set: { readonly [Key in keyof State]?: unknown };
}

declare module "@pergola/core-steps" {
  interface StepConfigMap<State> {
    transform: TransformStepConfig<State>;
  }
}

const configSchema = z.strictObject({
  set: z
    .record(z.string().min(1), z.json())
    .refine((set) => Object.keys(set).length > 0, "Set at least one key of the state"),
});

/** Puts values of the state into other keys and shapes. All are made of the state as it was before. */
export const transformStep: StepStrategy<z.output<typeof configSchema>> = {
  name: "transform",
  configSchema,
  nodeName: (index) => `transform_step_${index}`,
  createStep({ set }) {
    const shape = parseShape(set);
    return (state) => shape({ values: state }) as Record<string, unknown>;
  },
  writes: ({ set }) => Object.keys(set),
  validate: ({ set }, { stateKeys }) =>
    Object.keys(set)
      .filter((key) => stateKeys !== undefined && !stateKeys.has(key))
      .map((key) => ({ path: ["set", key], message: `"${key}" is not a key of the state.` })),
};
