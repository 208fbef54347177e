import type { LogComponent, LogFilter, LogFrameLine, LogLevel } from "@pergola/observability";

export const LOG_LEVELS = ["debug", "info", "warn", "error"] as const satisfies readonly LogLevel[];

export const LOG_COMPONENTS = [
  "run",
  "step",
  "resource",
  "tool",
  "server",
] as const satisfies readonly LogComponent[];

/** What the page shows of the log; it is in the URL. */
export interface LogSearch {
  readonly level: LogLevel | undefined;
  readonly component: LogComponent | undefined;
  readonly resource: string | undefined;
  readonly runId: string | undefined;
  /** Words that a line must have; looked for on the page. */
  readonly text: string;
}

/** The part of it that the server looks after. */
export function filterOf({ level, component, resource, runId }: LogSearch): LogFilter {
  return {
    level: level ?? "info",
    ...(component && { components: [component] }),
    ...(resource && { resources: [resource] }),
    ...(runId && { runId }),
  };
}

/** The lines that have all the words, in any of what they show. */
export function linesWith(text: string, lines: readonly LogFrameLine[]): readonly LogFrameLine[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return lines;
  return lines.filter((line) => {
    const all = textOf(line);
    return words.every((word) => all.includes(word));
  });
}

function textOf(line: LogFrameLine): string {
  const { message, level, component, step, stage, tool, resource, model, errorType, errorMessage } = line;
  const { runId, sessionId, agentId } = line;
  const parts = [message, level, component, step, stage, tool, resource, model, errorType, errorMessage];
  return [...parts, runId, sessionId, agentId].join(" ").toLowerCase();
}
