import type { LogComponent, LogFilter, LogLevel } from "@pergola/observability";
import { z } from "zod";

export const LOG_LEVELS = ["debug", "info", "warn", "error"] as const satisfies readonly LogLevel[];

export const LOG_COMPONENTS = [
  "step",
  "resource",
  "run",
  "tool",
  "server",
] as const satisfies readonly LogComponent[];

/** Id of a run, or key of a resource. */
export const logId = z.string().min(1).max(200);

/** Which lines of the log are wanted. */
export const logFilterShape = {
  level: z.enum(LOG_LEVELS).optional(),
  components: z.array(z.enum(LOG_COMPONENTS)).min(1).max(5).optional(),
  resources: z.array(logId).min(1).max(50).optional(),
  runId: logId.optional(),
} satisfies Record<keyof LogFilter, z.ZodType>;
