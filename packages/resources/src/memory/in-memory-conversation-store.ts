import {
  type Clock,
  createScope,
  type RunEvent,
  type Scope,
  type SessionScope,
  scopeKey,
  systemClock,
} from "@pergola/core";
import { requireNumbers } from "../require-numbers.ts";
import { closeToolCalls } from "./close-tool-calls.ts";
import { conversationErrors } from "./conversation-errors.ts";
import type {
  Admission,
  ConversationStore,
  HistoryLimits,
  Release,
  SessionPage,
  Settlement,
  Transcript,
} from "./conversation-store.ts";
import { selectWindow } from "./history-window.ts";
import {
  type HeldSession,
  type HeldTurn,
  isAskedFor,
  isEnded,
  newSession,
  readRun,
  readTurn,
  summarise,
} from "./in-memory-session.ts";
import { createInMemorySessions, type InMemorySessions } from "./in-memory-sessions.ts";
import { runCursor, sessionCursor } from "./page-cursor.ts";
import { pageSize } from "./page-size.ts";
import { mergeRunLog } from "./run-log.ts";
import type { RunPage, RunPageOptions } from "./run-page.ts";
import { createSessionLock, type SessionLock } from "./session-lock.ts";
import { requireSession } from "./session-scope.ts";
import { sessionTitle } from "./session-title.ts";
import { toStorable } from "./storable.ts";
import { InMemoryUserMemory, type InMemoryUserMemoryOptions } from "./user/in-memory-user-memory.ts";
import type { UserMemory } from "./user/user-memory.ts";

export interface InMemoryConversationStoreOptions {
  /** Sessions kept. One more evicts the session that was idle longest. Default 500. */
  readonly maxSessions?: number;
  /** Turns kept of one session. One more drops its oldest ended turn. Default 200. */
  readonly maxTurnsPerSession?: number;
  /** How much is kept of users beyond their conversations. */
  readonly userMemory?: InMemoryUserMemoryOptions;
  readonly clock?: Clock;
}

/**
 * A conversation store for tests and throwaway agents. **Not durable**: everything is gone when the process ends, and
 * old sessions are evicted before that. A session with a pending or suspended turn, or a held lock, is not evicted.
 *
 * @throws PROVIDER_CONFIG_INVALID
 */
export function createInMemoryConversationStore(
  options: InMemoryConversationStoreOptions = {},
): ConversationStore & { readonly userMemory: UserMemory } {
  return new InMemoryConversationStore(options);
}

class InMemoryConversationStore implements ConversationStore {
  readonly userMemory: UserMemory;
  readonly #clock: Clock;
  readonly #maxTurns: number;
  readonly #sessions: InMemorySessions;
  readonly #lock: SessionLock = createSessionLock();
  readonly #closing = new AbortController();
  #revision = 0;
  #admitted = 0;

  constructor(options: InMemoryConversationStoreOptions) {
    this.#clock = options.clock ?? systemClock;
    const { maxSessions = 500, maxTurnsPerSession = 200 } = options;
    requireNumbers("in-memory conversation store", {
      maxSessions: [maxSessions, "countFrom1"],
      maxTurnsPerSession: [maxTurnsPerSession, "countFrom1"],
    });
    this.#maxTurns = maxTurnsPerSession;
    this.userMemory = new InMemoryUserMemory(options.userMemory ?? {}, {
      clock: this.#clock,
      assertOpen: () => this.#requireOpen(),
    });
    this.#sessions = createInMemorySessions(maxSessions, (scope) => this.#lock.isHeld(scopeKey(scope)));
  }

  async lock(scope: SessionScope, options: { readonly signal?: AbortSignal } = {}): Promise<Release> {
    const key = scopeKey(this.#enter(scope));
    const { signal: closing } = this.#closing;
    const signal = options.signal === undefined ? closing : AbortSignal.any([options.signal, closing]);
    return this.#lock.acquire(key, { signal });
  }

  async admit(scope: SessionScope, { runId, message }: Admission): Promise<void> {
    const checked = this.#enter(scope);
    const copy = plainCopy(message);
    const startedAt = this.#clock.now();
    const session = this.#sessions.find(checked) ?? newSession(checked, copy, startedAt);
    if (session.turns.has(runId)) throw conversationErrors.alreadyAdmitted(runId);
    if (session.turns.size === 0) this.#sessions.add(session);
    this.#admitted += 1;
    const at = { runId, position: this.#admitted, title: sessionTitle(copy), startedAt };
    session.turns.set(runId, { ...at, status: "pending", messages: [copy], events: [] });
    this.#touch(session, startedAt);
    this.#dropOldTurns(session);
  }

  async suspend(scope: SessionScope, runId: string, events: readonly RunEvent[]): Promise<void> {
    const { session, turn } = this.#openTurn(this.#enter(scope), runId);
    turn.events = mergeRunLog(turn.events, plainCopy(events));
    turn.status = "suspended";
    this.#touch(session, this.#clock.now());
  }

  async settle(scope: SessionScope, runId: string, settlement: Settlement): Promise<void> {
    const { session, turn } = this.#openTurn(this.#enter(scope), runId);
    const { outcome, usage, messages, events } = plainCopy(settlement);
    const finishedAt = this.#clock.now();
    turn.events = mergeRunLog(turn.events, events);
    turn.messages = closeToolCalls([...turn.messages, ...messages]);
    Object.assign(turn, { status: "settled", outcome, usage, finishedAt });
    this.#touch(session, finishedAt);
  }

  async window(scope: SessionScope, limits?: HistoryLimits) {
    const session = this.#sessions.find(this.#enter(scope));
    const ended = [...(session?.turns.values() ?? [])].filter(isEnded);
    return structuredClone(
      selectWindow(
        ended.flatMap((turn) => turn.messages),
        limits,
      ),
    );
  }

  async sessions(
    scope: Scope,
    options: { readonly cursor?: string; readonly limit?: number } = {},
  ): Promise<SessionPage> {
    const owner = this.#enterOwner(scope);
    const before =
      options.cursor === undefined ? Number.POSITIVE_INFINITY : sessionCursor.decode(options.cursor);
    const size = pageSize(options.limit);
    const rest = this.#sessions
      .ofOwner(owner)
      .filter((session) => session.revision < before)
      .sort((a, b) => b.revision - a.revision);
    const page = rest.slice(0, size);
    const last = rest.length > size ? page.at(-1) : undefined;
    const sessions = page.map(summarise);
    return last === undefined ? { sessions } : { sessions, nextCursor: sessionCursor.encode(last.revision) };
  }

  async runs(scope: Scope, options: RunPageOptions = {}): Promise<RunPage> {
    const owner = this.#enterOwner(scope);
    const { sessionId, cursor } = options;
    const before = cursor === undefined ? Number.POSITIVE_INFINITY : runCursor.decode(cursor);
    const size = pageSize(options.limit);
    const found = this.#sessions
      .ofOwner(owner)
      .filter((session) => sessionId === undefined || session.scope.sessionId === sessionId)
      .flatMap(({ scope: at, turns }) => [...turns.values()].map((turn) => ({ at, turn })))
      .filter(({ turn }) => turn.position < before && isAskedFor(turn, options))
      .sort((a, b) => b.turn.position - a.turn.position);
    const page = found.slice(0, size);
    const last = found.length > size ? page.at(-1) : undefined;
    const runs = page.map(({ at, turn }) => readRun(at.sessionId, turn));
    return last === undefined ? { runs } : { runs, nextCursor: runCursor.encode(last.turn.position) };
  }

  async transcript(scope: SessionScope): Promise<Transcript | undefined> {
    const session = this.#sessions.find(this.#enter(scope));
    if (session === undefined) return undefined;
    return { sessionId: scope.sessionId, turns: [...session.turns.values()].map(readTurn) };
  }

  async events(scope: SessionScope, runId: string): Promise<readonly RunEvent[] | undefined> {
    const turn = this.#sessions.find(this.#enter(scope))?.turns.get(runId);
    return structuredClone(turn?.events);
  }

  async delete(scope: SessionScope): Promise<boolean> {
    return this.#sessions.remove(this.#enter(scope));
  }

  /** Always 0: turns of a process that is gone went with it. */
  async recover(): Promise<number> {
    this.#requireOpen();
    return 0;
  }

  async close(): Promise<void> {
    if (!this.#closing.signal.aborted) this.#closing.abort(conversationErrors.closed());
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  #enter(scope: SessionScope): SessionScope {
    this.#requireOpen();
    return requireSession(scope);
  }

  #enterOwner(scope: Scope): Scope {
    this.#requireOpen();
    return createScope(scope);
  }

  #requireOpen(): void {
    this.#closing.signal.throwIfAborted();
  }

  #openTurn(scope: SessionScope, runId: string): { session: HeldSession; turn: HeldTurn } {
    const session = this.#sessions.find(scope);
    const turn = session?.turns.get(runId);
    if (session === undefined || turn === undefined) throw conversationErrors.turnNotFound(runId);
    if (isEnded(turn)) throw conversationErrors.turnEnded(runId, turn.status);
    return { session, turn };
  }

  #touch(session: HeldSession, at: number): void {
    this.#revision += 1;
    session.revision = this.#revision;
    session.updatedAt = at;
  }

  #dropOldTurns(session: HeldSession): void {
    if (session.turns.size <= this.#maxTurns) return;
    const oldest = [...session.turns.values()].find(isEnded);
    if (oldest !== undefined) session.turns.delete(oldest.runId);
  }
}

/** What a durable store would give back: only what JSON can say. */
function plainCopy<T>(value: T): T {
  return JSON.parse(toStorable(value)) as T; // the JSON form of plain data has its shape
}
