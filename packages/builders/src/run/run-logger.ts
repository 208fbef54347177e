import { type Logger, silentLogger } from "@pergola/core";
import type { RunContext } from "./run-context.ts";

/** The agent's logger for one step of a run: each line says whose run it is, and which step. Nothing is made for a silent one. */
export function runLogger(run: RunContext, step: string): Logger {
  const { id: runId, scope, traceId, services } = run;
  const { logger } = services;
  if (logger === silentLogger) return logger;
  const { agentId, tenantId, userId, sessionId } = scope;
  return logger.child({
    runId,
    agentId,
    tenantId,
    userId,
    ...(sessionId !== undefined && { sessionId }),
    ...(traceId !== undefined && { traceId }),
    step,
  });
}
