import { lazySchema } from "@pergola/resources/definition";
import { z } from "zod";
import type { CommonStepConfig } from "../common-step-config.ts";
import type { StepContext } from "../step.ts";
import type { StepEntry } from "../step-strategy.ts";
import { stepEntries } from "./step-entries.ts";

/** What a branch can go by. `true` and numbers stand for their text; nothing leads to `otherwise`. */
export type BranchValue = string | number | boolean | null | undefined;

/** Config of the `branch` step: one of several lists of steps. */
export interface BranchStepConfig<State = Record<string, unknown>, Nested = StepEntry>
  extends CommonStepConfig {
  /** A state key, or a function that gets the state and may be async. */
  readonly on:
    | (keyof State & string)
    | ((state: State, context: StepContext) => BranchValue | Promise<BranchValue>);
  /** Steps by value. An empty list does nothing. */
  readonly cases: Readonly<Record<string, readonly Nested[]>>;
  /** Steps for every other value. Without it such a value is an error; an empty list does nothing. */
  readonly otherwise?: readonly Nested[];
}

export const branchConfigSchema = lazySchema(() =>
  z.strictObject({
    on: z.union([
      z.string().min(1),
      z.custom(
        (value) => typeof value === "function",
        "Expected a state key or a function (state, context) => value",
      ),
    ]),
    cases: z
      .record(z.string(), stepEntries, "Expected steps by value: { yes: [{ step, config }] }")
      .refine((cases) => Object.keys(cases).length > 0, "Expected at least one case"),
    otherwise: stepEntries.optional(),
  }),
);
