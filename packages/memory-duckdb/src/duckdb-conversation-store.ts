import {
  type Clock,
  createScope,
  Lifetime,
  type RunEvent,
  type Scope,
  type SessionScope,
  scopeKey,
} from "@pergola/core";
import {
  type Admission,
  type BudgetLedger,
  type ConversationStore,
  closeToolCalls,
  conversationErrors,
  type HistoryLimits,
  type Release,
  type RunPage,
  type RunPageOptions,
  requireSession,
  type SessionPage,
  type Settlement,
  type StoredMessage,
  sessionTitle,
  type Transcript,
  toStorable,
  type UserMemory,
  type UserMemoryLimits,
} from "@pergola/resources";
import { DuckDbBudgetLedger } from "./budget/duckdb-budget-ledger.ts";
import type { FileReference } from "./file/open-files.ts";
import { readEvents } from "./read/read-events.ts";
import { readRuns } from "./read/read-runs.ts";
import { readSessions } from "./read/read-sessions.ts";
import { readTranscript } from "./read/read-transcript.ts";
import { readWindow } from "./read/read-window.ts";
import { DuckDbUserMemory } from "./user-memory/duckdb-user-memory.ts";
import type { MessageRow, Write } from "./write/write.ts";

/** Conversations in a DuckDB file, over one share in the open file. */
export class DuckDbConversationStore implements ConversationStore {
  readonly #reference: FileReference;
  readonly #clock: Clock;
  readonly #lifetime = new Lifetime(() => conversationErrors.closed());

  constructor(
    reference: FileReference,
    { clock, limits }: { readonly clock: Clock; readonly limits: Required<UserMemoryLimits> },
  ) {
    const { file } = reference;
    this.#reference = reference;
    this.#clock = clock;
    this.ledger = new DuckDbBudgetLedger({ file, clock });
    this.userMemory = new DuckDbUserMemory({ file, clock, limits, lifetime: this.#lifetime });
  }

  /** Counts what sessions and users have spent, in the same file. */
  readonly ledger: BudgetLedger;

  /** What is kept of users beyond their conversations, in the same file. */
  readonly userMemory: UserMemory;

  /** The open file, which all stores of it share. */
  get identity(): object {
    return this.#reference.file;
  }

  async lock(scope: SessionScope, options: { readonly signal?: AbortSignal } = {}): Promise<Release> {
    const { tenantId, agentId, userId, sessionId } = this.#enter(scope);
    const { signal: closing } = this.#lifetime;
    const signal = options.signal === undefined ? closing : AbortSignal.any([options.signal, closing]);
    return this.#reference.file.lock.acquire(scopeKey({ tenantId, agentId, userId, sessionId }), { signal });
  }

  async admit(scope: SessionScope, { runId, message }: Admission): Promise<void> {
    const turn = { ...this.#enter(scope), runId };
    const title = sessionTitle(message);
    await this.#write({ kind: "admit", turn, at: this.#clock.now(), title, message: messageRow(message) });
  }

  async suspend(scope: SessionScope, runId: string, events: readonly RunEvent[]): Promise<void> {
    const turn = { ...this.#enter(scope), runId };
    await this.#write({ kind: "suspend", turn, at: this.#clock.now(), events: toStorable(events) });
  }

  async settle(scope: SessionScope, runId: string, settlement: Settlement): Promise<void> {
    const turn = { ...this.#enter(scope), runId };
    await this.#write({
      kind: "settle",
      turn,
      at: this.#clock.now(),
      outcome: settlement.outcome,
      usage: toStorable(settlement.usage),
      messages: closeToolCalls(settlement.messages).map(messageRow),
      events: toStorable(settlement.events),
    });
  }

  async window(scope: SessionScope, limits?: HistoryLimits): Promise<readonly StoredMessage[]> {
    const session = this.#enter(scope);
    return this.#lifetime.track(readWindow(this.#reference.file.readers, session, limits));
  }

  async sessions(
    scope: Scope,
    options: { readonly cursor?: string; readonly limit?: number } = {},
  ): Promise<SessionPage> {
    this.#lifetime.assertOpen();
    return this.#lifetime.track(readSessions(this.#reference.file.readers, createScope(scope), options));
  }

  async runs(scope: Scope, options: RunPageOptions = {}): Promise<RunPage> {
    this.#lifetime.assertOpen();
    return this.#lifetime.track(readRuns(this.#reference.file.readers, createScope(scope), options));
  }

  async transcript(scope: SessionScope): Promise<Transcript | undefined> {
    const session = this.#enter(scope);
    return this.#lifetime.track(readTranscript(this.#reference.file.readers, session));
  }

  async events(scope: SessionScope, runId: string): Promise<readonly RunEvent[] | undefined> {
    const session = this.#enter(scope);
    return this.#lifetime.track(readEvents(this.#reference.file.readers, session, runId));
  }

  async delete(scope: SessionScope): Promise<boolean> {
    return this.#write({ kind: "delete", session: this.#enter(scope) });
  }

  /**
   * Always 0: the file was recovered when it was opened, and since then every pending turn belongs to this process.
   */
  async recover(): Promise<number> {
    this.#lifetime.assertOpen();
    return 0;
  }

  close(): Promise<void> {
    return this.#lifetime.close(async () => {
      await this.ledger.close();
      await this.#reference.release();
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  #enter(scope: SessionScope): SessionScope {
    this.#lifetime.assertOpen();
    return requireSession(scope);
  }

  #write(write: Write): Promise<boolean> {
    return this.#lifetime.track(this.#reference.file.writer.submit(write));
  }
}

const messageRow = (message: StoredMessage): MessageRow => ({
  role: message.role,
  body: toStorable(message),
});
