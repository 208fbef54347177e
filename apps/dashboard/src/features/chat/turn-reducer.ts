import type { ErrorData, RunEvent } from "@pergola/core";
import type { Turn, TurnStatus } from "./turn.ts";
import { appendToLog } from "./turn-log.ts";
import { fallBack, finishModel, retryModel, startModel } from "./turn-model-calls.ts";
import { noteBreaker, noteFallback } from "./turn-notices.ts";
import { addDelta, finishStep, finishTool, startStep, startTool, stopOpenParts } from "./turn-parts.ts";

/** What the page itself knows about a turn, beside the run's events. */
export type LocalTurnAction =
  /** Stop was pressed. */
  | { readonly type: "stop-asked" }
  /** The page closed the connection after Stop. */
  | { readonly type: "stop-forced" }
  /** The request was refused, or the connection broke. */
  | { readonly type: "stream-failed"; readonly error: ErrorData }
  /** The store says how the turn stands (a stored turn whose log has no terminal event). */
  | { readonly type: "status-stored"; readonly status: TurnStatus };

export type TurnAction = RunEvent | LocalTurnAction;

/** The next state of a turn. Pure: events of a run in, what the page shows out; the same for live and stored turns. */
export function reduceTurn(turn: Turn, action: TurnAction): Turn {
  return "seq" in action ? reduceEvent(appendToLog(turn, action), action) : reduceLocal(turn, action);
}

const OF_A_RUN: ReadonlySet<RunEvent["type"]> = new Set(["run-started", "run-suspended", "run-finished"]);

function reduceEvent(turn: Turn, event: RunEvent): Turn {
  // What a run inside does is part of the turn; that it begins and ends is not the turn's own beginning and end.
  if (event.parentRunId !== undefined && OF_A_RUN.has(event.type)) return turn;
  switch (event.type) {
    case "run-started":
      return { ...turn, key: event.runId, runId: event.runId, status: running(turn), startedAt: event.at };
    case "step-started":
      return startStep(turn, event);
    case "step-finished":
      return finishStep(turn, event);
    case "model-started":
      return startModel(turn, event);
    case "model-finished":
      return finishModel(turn, event);
    case "text-delta":
    case "reasoning-delta":
      return addDelta(turn, event);
    case "tool-started":
      return startTool(turn, event);
    case "tool-finished":
      return finishTool(turn, event);
    case "run-suspended":
      return { ...turn, status: "suspended" };
    case "run-finished":
      return finishRun(turn, event);
    case "model-retried":
      return retryModel(turn, event);
    case "model-fell-back":
      return noteFallback(fallBack(turn, event), event);
    case "breaker-changed":
      return noteBreaker(turn, event);
    // Other packages may add event types: those are in the log and change nothing else.
    default:
      return turn;
  }
}

function running(turn: Turn): TurnStatus {
  return turn.status === "stopping" ? "stopping" : "running";
}

function finishRun(turn: Turn, event: RunEvent<"run-finished">): Turn {
  const { outcome, usage, latencyMs, error } = event;
  return { ...settle(turn, outcome), usage, latencyMs, ...(error && { error }) };
}

function reduceLocal(turn: Turn, action: LocalTurnAction): Turn {
  switch (action.type) {
    case "stop-asked":
      return { ...turn, status: "stopping" };
    case "stop-forced":
      return settle(turn, "cancelled");
    case "stream-failed":
      return { ...settle(turn, "failed"), error: action.error };
    case "status-stored":
      return settle(turn, action.status);
    default:
      return action satisfies never;
  }
}

function settle(turn: Turn, status: TurnStatus): Turn {
  return { ...turn, status, ...stopOpenParts(turn) };
}
