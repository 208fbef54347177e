import type { LogFilter, LogFrameLine } from "@pergola/observability";
import type { Caller } from "./caller.ts";

/** Who reads a log. */
export interface LogReader {
  readonly caller: Caller;
  /** Whether lines about no user, those of the server itself, are shown too. */
  readonly isOperator: boolean;
}

const LEVELS = ["debug", "info", "warn", "error"];

/** Where lines are from is for the operator. */
const OF_THE_MACHINE: ReadonlySet<string> = new Set(["hostname", "pid"]);

/** Whether the reader may see the line: it is about a run of their own, or about nobody's and they are the operator. */
export function maySee({ caller, isOperator }: LogReader, line: LogFrameLine): boolean {
  const { tenantId, userId, runId, sessionId } = line;
  if (userId !== undefined) return userId === caller.userId && tenantId === caller.tenantId;
  return isOperator && runId === undefined && sessionId === undefined;
}

/** Whether the line is what the filter asks for. */
export function fits(
  { level = "info", components, resources, runId }: LogFilter,
  line: LogFrameLine,
): boolean {
  if (LEVELS.indexOf(line.level) < LEVELS.indexOf(level)) return false;
  if (components !== undefined && !components.includes(line.component)) return false;
  if (resources !== undefined && !resources.includes(line.resource ?? "")) return false;
  return runId === undefined || line.runId === runId || line.parentRunId === runId;
}

/** The line as the reader is given it. */
export function shownTo({ isOperator }: LogReader, line: LogFrameLine): LogFrameLine {
  if (isOperator || line.fields === undefined) return line;
  const { fields, ...rest } = line;
  const own = Object.entries(fields).filter(([name]) => !OF_THE_MACHINE.has(name));
  return own.length === 0 ? rest : { ...rest, fields: Object.fromEntries(own) };
}
