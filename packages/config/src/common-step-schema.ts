import type { CommonStepConfig } from "@pergola/core-steps";
import { lazySchema, retryPolicySchema } from "@pergola/resources/definition";
import { z } from "zod";

/** Longest wait that a timer can hold, in milliseconds: a longer one would end at once. */
const MAX_TIMER_MS = 2_147_483_647;

const cacheSchema = lazySchema(() =>
  z.strictObject({
    ttlMs: z.number().positive().optional(),
    maxEntries: z.int().min(1).optional(),
    keys: z.array(z.string().min(1)).min(1).optional(),
  } satisfies Record<keyof NonNullable<CommonStepConfig["cache"]>, z.ZodType>),
);

/** Schema of the keys that every step config has, whatever its type. */
export const commonStepSchema = lazySchema(() =>
  z.strictObject({
    nodeName: z.string().min(1).optional(),
    retry: retryPolicySchema.optional(),
    timeoutMs: z.number().positive().max(MAX_TIMER_MS).optional(),
    cache: cacheSchema.optional(),
  } satisfies Record<keyof CommonStepConfig, z.ZodType>),
);

/** Names of the keys that every step config has. */
export const COMMON_STEP_KEYS: ReadonlySet<string> = new Set([
  "nodeName",
  "retry",
  "timeoutMs",
  "cache",
] satisfies readonly (keyof CommonStepConfig)[]);
