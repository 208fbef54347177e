import type { ObservedFlowEvent } from "../events/flow-event.ts";
import type { LogLine } from "./log-entry.ts";
import type { LogLevel } from "./log-level.ts";

/** How a flow tells of each thing; what comes with every message is not a line. */
const LINES: Readonly<Record<string, readonly [level: LogLevel, message: string]>> = {
  "trace-started": ["debug", "Trace started"],
  "node-started": ["debug", "Node started"],
  "node-succeeded": ["debug", "Node finished"],
  "node-errored": ["warn", "Node failed"],
  "node-retried": ["warn", "Node is tried again"],
  "node-failed": ["error", "Node failed for good"],
  "message-dropped": ["warn", "Messages were dropped"],
};

/** The line that tells of an event of a flow, and what it has no place for; undefined for those that are none. */
export function lineOfFlowEvent(event: ObservedFlowEvent) {
  const line = event.type === "trace-settled" ? settled(event) : lineOf(event);
  if (line === undefined) return undefined;
  const { flow, traceId, parentTraceId, attempt, count, delayMs } = event;
  const fields = { flow, traceId, parentTraceId, attempt, count, delayMs };
  const known = Object.entries(fields).filter(([, value]) => value !== undefined);
  return { line: { ...line, ...placeOf(event) }, fields: Object.fromEntries(known) };
}

function lineOf({ type, nodeName }: ObservedFlowEvent): LogLine | undefined {
  const [level, message] = LINES[type] ?? [];
  if (level === undefined || message === undefined) return undefined;
  return { level, message, component: nodeName === undefined ? "run" : "step" };
}

function settled({ outcome = "completed" }: ObservedFlowEvent): LogLine {
  const success = outcome === "completed";
  const level = success ? "info" : outcome === "failed" ? "error" : "warn";
  return { level, message: `Trace ${outcome}`, component: "run", success };
}

function placeOf({ nodeName, latencyMs, code, message }: ObservedFlowEvent): Partial<LogLine> {
  return {
    ...(nodeName !== undefined && { step: nodeName }),
    ...(latencyMs !== undefined && { durationMs: latencyMs }),
    ...(code !== undefined && { errorType: code }),
    ...(message !== undefined && { errorMessage: message }),
  };
}
