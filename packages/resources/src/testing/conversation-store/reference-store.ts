import type { RunEvent, Scope, SessionScope } from "@pergola/core";
import type { Settlement } from "../../memory/conversation-store.ts";
import { selectWindow } from "../../memory/history-window.ts";
import type { StoredMessage } from "../../memory/stored-message.ts";
import type { TurnStatus } from "../../memory/turn-status.ts";

interface ReferenceTurn {
  readonly scope: SessionScope;
  readonly runId: string;
  status: TurnStatus;
  outcome: string | undefined;
  messages: StoredMessage[];
  events: RunEvent[];
  revision: number;
}

/** What a call came to: a value, or the code of its refusal. */
export type Result = { readonly value: unknown } | { readonly code: string };

/**
 * The contract in its plainest form: one list of turns, searched with all four parts of the scope each time. The fuzz
 * compares a store with it call by call.
 */
export class ReferenceStore {
  #turns: ReferenceTurn[] = [];
  #revision = 0;

  admit(scope: SessionScope, runId: string, message: StoredMessage): Result {
    if (this.#find(scope, runId) !== undefined) return { code: "RUN_ALREADY_ADMITTED" };
    const revision = ++this.#revision;
    const turn = { scope, runId, status: "pending", messages: [message], events: [], revision } as const;
    this.#turns.push({ ...turn, outcome: undefined, messages: [message], events: [] });
    return { value: undefined };
  }

  suspend(scope: SessionScope, runId: string, events: readonly RunEvent[]): Result {
    return this.#write(scope, runId, (turn) => {
      turn.status = "suspended";
      turn.events.push(...events);
    });
  }

  settle(scope: SessionScope, runId: string, { outcome, messages, events }: Settlement): Result {
    return this.#write(scope, runId, (turn) => {
      turn.status = "settled";
      turn.outcome = outcome;
      turn.messages.push(...messages);
      turn.events.push(...events);
    });
  }

  window(scope: SessionScope, maxMessages: number): Result {
    const ended = this.#of(scope).filter(isEnded);
    return {
      value: selectWindow(
        ended.flatMap((turn) => turn.messages),
        { maxMessages },
      ),
    };
  }

  transcript(scope: SessionScope): Result {
    const turns = this.#of(scope).map(({ runId, status, outcome, messages }) => ({
      runId,
      status,
      outcome,
      messages,
    }));
    return { value: turns.length === 0 ? undefined : turns };
  }

  events(scope: SessionScope, runId: string): Result {
    return { value: this.#find(scope, runId)?.events };
  }

  sessions(owner: Scope): Result {
    const mine = this.#turns.filter((turn) => isOwner(turn.scope, owner));
    const newest = mine.toSorted((a, b) => b.revision - a.revision).map((turn) => turn.scope.sessionId);
    const summary = (sessionId: string) => {
      const turns = mine.filter((turn) => turn.scope.sessionId === sessionId);
      return { sessionId, title: turns[0]?.messages[0]?.content, turnCount: turns.length };
    };
    return { value: [...new Set(newest)].map(summary) };
  }

  runs(owner: Scope): Result {
    const mine = this.#turns.filter((turn) => isOwner(turn.scope, owner)).toReversed();
    const shown = mine.map(({ scope, runId, messages: [question], status, outcome }) => ({
      sessionId: scope.sessionId,
      runId,
      title: question?.content,
      status,
      outcome,
    }));
    return { value: shown };
  }

  delete(scope: SessionScope): Result {
    const kept = this.#turns.filter((turn) => !isSession(turn.scope, scope));
    const isGone = kept.length < this.#turns.length;
    this.#turns = kept;
    return { value: isGone };
  }

  /** What a new start does to the turns. */
  restart(): void {
    for (const turn of this.#turns) if (turn.status === "pending") turn.status = "interrupted";
  }

  #of(scope: SessionScope): ReferenceTurn[] {
    return this.#turns.filter((turn) => isSession(turn.scope, scope));
  }

  #find(scope: SessionScope, runId: string): ReferenceTurn | undefined {
    return this.#of(scope).find((turn) => turn.runId === runId);
  }

  #write(scope: SessionScope, runId: string, change: (turn: ReferenceTurn) => void): Result {
    const turn = this.#find(scope, runId);
    if (turn === undefined) return { code: "TURN_NOT_FOUND" };
    if (isEnded(turn)) return { code: "TURN_SETTLED" };
    change(turn);
    turn.revision = ++this.#revision;
    return { value: undefined };
  }
}

const isEnded = (turn: ReferenceTurn) => turn.status === "settled" || turn.status === "interrupted";

const isOwner = (a: Scope, b: Scope) =>
  a.tenantId === b.tenantId && a.agentId === b.agentId && a.userId === b.userId;

const isSession = (a: SessionScope, b: SessionScope) => isOwner(a, b) && a.sessionId === b.sessionId;
