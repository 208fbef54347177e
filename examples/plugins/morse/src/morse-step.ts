import type { CommonStepConfig, StepStrategy } from "@pergola/core-steps";
import { z } from "zod";
import { morseCode } from "./morse-code.ts";

/** Config of the step type `morse`. */
export interface MorseStepConfig<State> extends CommonStepConfig {
  /** State key of the text. */
  readonly from: keyof State & string;
  /** State key that gets the dots and dashes. */
  readonly as: keyof State & string;
}

// From here on `withStep("morse", …)` is checked by the compiler.
declare module "@pergola/core-steps" {
  interface StepConfigMap<State> {
    morse: MorseStepConfig<State>;
  }
}

const configSchema = z.strictObject({ from: z.string().min(1), as: z.string().min(1) });

/** Puts a text in Morse code. */
export const morseStep: StepStrategy<z.output<typeof configSchema>> = {
  name: "morse",
  configSchema,
  nodeName: (index) => `morse_step_${index}`,
  createStep:
    ({ from, as }) =>
    (state) => ({ [as]: morseCode(String(state[from] ?? "")) }),
  writes: ({ as }) => [as],
};
