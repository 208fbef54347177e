import type { RunEvent } from "@pergola/core";
import type { LogRow, Turn } from "./turn.ts";

/** Most rows of one turn that the page keeps; older ones are dropped and counted. */
export const MAX_LOG_ROWS = 2_000;

/** Adds an event to the turn's log; consecutive deltas of one call become one row with a count. */
export function appendToLog(turn: Turn, event: RunEvent): Turn {
  const last = turn.log.at(-1);
  if (last && isSameDelta(last.event, event)) {
    const row: LogRow = { ...last, count: last.count + 1, lastSeq: event.seq };
    return { ...turn, log: [...turn.log.slice(0, -1), row] };
  }
  const log = [...turn.log, { event, count: 1, lastSeq: event.seq }];
  const surplus = log.length - MAX_LOG_ROWS;
  if (surplus <= 0) return { ...turn, log };
  return { ...turn, log: log.slice(surplus), droppedRows: turn.droppedRows + surplus };
}

function isSameDelta(a: RunEvent, b: RunEvent): boolean {
  return isDelta(a) && isDelta(b) && a.type === b.type && a.callId === b.callId;
}

function isDelta(event: RunEvent): event is RunEvent<"text-delta" | "reasoning-delta"> {
  return event.type === "text-delta" || event.type === "reasoning-delta";
}
