import type { RunEvent, RunOutcome, SessionScope, Usage } from "@pergola/core";
import type { SessionSummary, Turn } from "./conversation-store.ts";
import type { RunPageOptions, StoredRun } from "./run-page.ts";
import { sessionTitle } from "./session-title.ts";
import type { StoredMessage } from "./stored-message.ts";
import type { TurnStatus } from "./turn-status.ts";

/** A turn as the in-memory store holds it; never handed out, only copies are. */
export interface HeldTurn {
  readonly runId: string;
  /** Grows with every admission of the store. */
  readonly position: number;
  readonly title: string;
  status: TurnStatus;
  outcome?: RunOutcome;
  usage?: Usage;
  readonly startedAt: number;
  finishedAt?: number;
  messages: readonly StoredMessage[];
  events: readonly RunEvent[];
}

/** A conversation as the in-memory store holds it. */
export interface HeldSession {
  readonly scope: SessionScope;
  readonly title: string;
  readonly createdAt: number;
  updatedAt: number;
  /** Grows with every write of the store; the newest session has the largest. */
  revision: number;
  /** In order of admission. */
  readonly turns: Map<string, HeldTurn>;
}

/** A session that begins with `message`. */
export function newSession(scope: SessionScope, message: StoredMessage, at: number): HeldSession {
  return { scope, title: sessionTitle(message), createdAt: at, updatedAt: at, revision: 0, turns: new Map() };
}

/** Whether the turn takes no more writes. */
export function isEnded(turn: HeldTurn): boolean {
  return turn.status === "settled" || turn.status === "interrupted";
}

/** Whether a page of runs that was asked for so has the turn, wherever it begins. */
export function isAskedFor(turn: HeldTurn, { runId, status, outcome, from, to }: RunPageOptions): boolean {
  return (
    (runId === undefined || turn.runId === runId) &&
    (status === undefined || turn.status === status) &&
    (outcome === undefined || turn.outcome === outcome) &&
    (from === undefined || turn.startedAt >= from) &&
    (to === undefined || turn.startedAt < to)
  );
}

/** The turn as its owner may read it, in copies. */
export function readTurn({ events: _, position: __, title: ___, ...turn }: HeldTurn): Turn {
  return structuredClone(turn);
}

/** The run of a turn, in a copy. */
export function readRun(sessionId: string, turn: HeldTurn): StoredRun {
  const { messages: _, ...run } = readTurn(turn);
  return { sessionId, title: turn.title, ...run };
}

export function summarise(session: HeldSession): SessionSummary {
  const { scope, title, createdAt, updatedAt, turns } = session;
  return { sessionId: scope.sessionId, title, turnCount: turns.size, createdAt, updatedAt };
}
