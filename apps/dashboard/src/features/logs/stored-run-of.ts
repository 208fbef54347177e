import type { LogFrameLine } from "@pergola/observability";

/** A run that the server keeps, and the agent it is kept with. */
export interface LinkedRun {
  readonly runId: string;
  readonly agent: string | undefined;
}

/**
 * The stored run that a line is about: of a run inside another it is the outermost one, as far as the lines tell. Runs
 * of no session are not stored.
 */
export function storedRunOf(line: LogFrameLine, lines: readonly LogFrameLine[]): LinkedRun | undefined {
  const climbed = new Set<string>();
  let at: LogFrameLine | undefined = line;
  while (at?.parentRunId !== undefined && !climbed.has(at.parentRunId)) {
    const parent: string = at.parentRunId;
    climbed.add(parent);
    at = lines.find(({ runId }) => runId === parent);
  }
  if (at?.runId === undefined || at.sessionId === undefined || at.parentRunId !== undefined) return undefined;
  return { runId: at.runId, agent: at.agentId };
}
