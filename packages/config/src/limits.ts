import { lazySchema } from "@pergola/resources/definition";
import { z } from "zod";

/** Limits of every run of an agent. */
export interface AgentLimits {
  /** Most model calls of a tools-loop. Default 5. */
  readonly maxIterations?: number;
  /** A run longer than this ends with outcome `deadline`. Default: none. */
  readonly timeoutMs?: number;
  /** Most tool calls of a run; one more ends it with outcome `budget`. Default: none. */
  readonly maxToolCalls?: number;
}

export const DEFAULT_MAX_ITERATIONS = 5;

export const limitsSchema = lazySchema(() =>
  z.strictObject({
    maxIterations: z.number().int().min(1).optional(),
    timeoutMs: z.number().positive().optional(),
    maxToolCalls: z.number().int().min(0).optional(),
  }),
);
