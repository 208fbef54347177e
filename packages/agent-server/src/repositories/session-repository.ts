import { createScope, isPergolaError, type RunEvent, type Scope, type SessionScope } from "@pergola/core";
import type {
  ConversationStore,
  RunPage,
  RunPageOptions,
  SessionPage,
  StoredRun,
  Transcript,
} from "@pergola/resources";
import type { Caller } from "../domain/caller.ts";
import type { ServedAgent } from "../domain/served-agent.ts";

export interface SessionPageOptions {
  readonly cursor?: string;
  readonly limit?: number;
}

/** The sessions of one user with one agent: a view of the agent's conversation store. */
export interface SessionRepository {
  list(options: SessionPageOptions): Promise<SessionPage>;
  transcript(sessionId: string): Promise<Transcript | undefined>;
  /** The runs in all sessions, the last one first. */
  runs(options: RunPageOptions): Promise<RunPage>;
  /** The run of that id; of several sessions that have one, the last. */
  run(runId: string): Promise<StoredRun | undefined>;
  /** The run log of a turn; empty when it has none yet. */
  events(sessionId: string, runId: string): Promise<readonly RunEvent[]>;
  /** Waits for a running turn of the session. False when there was no such session. */
  delete(sessionId: string, options: { readonly signal?: AbortSignal }): Promise<boolean>;
}

/** An agent without memory has no sessions. */
export function sessionsOf(agent: ServedAgent, caller: Caller): SessionRepository {
  const store = storeOf(agent);
  return store === undefined ? NO_SESSIONS : new StoredSessions(store, agent.name, caller);
}

/** Whether the agent keeps conversations at all. */
export function keepsSessions(agent: ServedAgent): boolean {
  return storeOf(agent) !== undefined;
}

class StoredSessions implements SessionRepository {
  readonly #store: ConversationStore;
  readonly #owner: Scope;

  constructor(store: ConversationStore, agentId: string, { tenantId, userId }: Caller) {
    this.#store = store;
    this.#owner = createScope({ tenantId, userId, agentId });
  }

  list(options: SessionPageOptions): Promise<SessionPage> {
    return this.#store.sessions(this.#owner, options);
  }

  runs(options: RunPageOptions): Promise<RunPage> {
    return this.#store.runs(this.#owner, options);
  }

  async run(runId: string): Promise<StoredRun | undefined> {
    const { runs } = await this.runs({ runId, limit: 1 });
    return runs[0];
  }

  transcript(sessionId: string): Promise<Transcript | undefined> {
    return this.#store.transcript(this.#scope(sessionId));
  }

  async events(sessionId: string, runId: string): Promise<readonly RunEvent[]> {
    return (await this.#store.events(this.#scope(sessionId), runId)) ?? [];
  }

  async delete(sessionId: string, options: { readonly signal?: AbortSignal }): Promise<boolean> {
    const scope = this.#scope(sessionId);
    const release = await this.#store.lock(scope, options);
    try {
      return await this.#store.delete(scope);
    } finally {
      release();
    }
  }

  #scope(sessionId: string): SessionScope {
    return createScope({ ...this.#owner, sessionId });
  }
}

const NO_SESSIONS: SessionRepository = {
  list: async () => ({ sessions: [] }),
  runs: async () => ({ runs: [] }),
  run: async () => undefined,
  transcript: async () => undefined,
  events: async () => [],
  delete: async () => false,
};

function storeOf(agent: ServedAgent): ConversationStore | undefined {
  try {
    return agent.memory;
  } catch (thrown) {
    if (isPergolaError(thrown, "MEMORY_NOT_CONFIGURED")) return undefined;
    throw thrown;
  }
}
