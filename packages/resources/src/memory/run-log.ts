import type { RunEvent } from "@pergola/core";

/**
 * The run log after a further write. An event that is there already (same run, same `seq`) is replaced, the others are
 * added at the end: so a settle may bring the whole log or only what came after a suspension.
 */
export function mergeRunLog(stored: readonly RunEvent[], added: readonly RunEvent[]): RunEvent[] {
  const events = new Map<string, RunEvent>();
  for (const event of [...stored, ...added]) events.set(JSON.stringify([event.runId, event.seq]), event);
  return [...events.values()];
}
