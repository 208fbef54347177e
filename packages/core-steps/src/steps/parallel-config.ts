import { lazySchema } from "@pergola/resources/definition";
import { z } from "zod";
import type { CommonStepConfig } from "../common-step-config.ts";
import type { StepEntry } from "../step-strategy.ts";
import { someStepEntries } from "./step-entries.ts";

/** Config of the `parallel` step: several lists of steps at once. */
export interface ParallelStepConfig<Nested = StepEntry> extends CommonStepConfig {
  /** Steps by a name of your choice. Each list has its own copy of the state. */
  readonly branches: Readonly<Record<string, readonly Nested[]>>;
  /** Most branches that run at the same time. Default: all. */
  readonly concurrency?: number;
}

export const parallelConfigSchema = lazySchema(() =>
  z.strictObject({
    branches: z
      .record(z.string(), someStepEntries, "Expected steps by name: { facts: [{ step, config }] }")
      .refine((branches) => Object.keys(branches).length > 0, "Expected at least one branch"),
    concurrency: z.int().min(1).optional(),
  }),
);
