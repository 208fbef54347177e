import type { Stage } from "../stage.ts";

/** What a staged step is for; it says where the step runs if nobody else does. */
export type StepKind = "prompt" | "tool" | "input-adapter" | "output-adapter" | "adapter" | "failure";

/** Where a step of each kind runs by default. */
export const STAGES_OF_KIND: Readonly<Record<StepKind, readonly Stage[]>> = {
  prompt: ["think"],
  tool: ["do"],
  "input-adapter": ["parse"],
  "output-adapter": ["deliver"],
  adapter: ["parse", "deliver"],
  failure: ["error"],
};

export const isStepKind = (value: unknown): value is StepKind =>
  typeof value === "string" && Object.hasOwn(STAGES_OF_KIND, value);
