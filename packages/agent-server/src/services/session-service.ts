import type { RunEvent } from "@pergola/core";
import type { SessionPage, Turn } from "@pergola/resources";
import type { AgentDirectory } from "../domain/agent-directory.ts";
import type { Caller } from "../domain/caller.ts";
import { serverErrors } from "../errors.ts";
import type { LiveRuns } from "../repositories/live-runs.ts";
import {
  type SessionPageOptions,
  type SessionRepository,
  sessionsOf,
} from "../repositories/session-repository.ts";

/** A turn with the log of its run. */
export type TurnWithLog = Turn & { readonly events: readonly RunEvent[] };

/** A caller's own sessions with an agent. A session of somebody else and one that never was look the same: not found. */
export class SessionService {
  readonly #agents: AgentDirectory;
  readonly #live: LiveRuns;

  constructor(agents: AgentDirectory, live: LiveRuns) {
    this.#agents = agents;
    this.#live = live;
  }

  /** @throws AGENT_NOT_FOUND, BAD_CURSOR */
  list(caller: Caller, agent: string, options: SessionPageOptions): Promise<SessionPage> {
    return this.#of(caller, agent).list(options);
  }

  /** The turns, oldest first; their logs are read one by one as the iteration gets there. @throws SESSION_NOT_FOUND */
  async turns(caller: Caller, agent: string, sessionId: string): Promise<AsyncIterable<TurnWithLog>> {
    const sessions = this.#of(caller, agent);
    const transcript = await sessions.transcript(sessionId);
    if (transcript === undefined) throw sessionNotFound(sessionId);
    return withLogs(sessions, sessionId, transcript.turns);
  }

  /** Stops the session's runs, then removes it. @throws SESSION_NOT_FOUND */
  async delete(caller: Caller, agent: string, sessionId: string, signal: AbortSignal): Promise<void> {
    const sessions = this.#of(caller, agent);
    for (const run of this.#live.ofSession(caller, agent, sessionId)) run.abort(sessionDeleted());
    if (!(await sessions.delete(sessionId, { signal }))) throw sessionNotFound(sessionId);
  }

  #of(caller: Caller, agent: string): SessionRepository {
    return sessionsOf(this.#agents.get(agent), caller);
  }
}

async function* withLogs(
  sessions: SessionRepository,
  sessionId: string,
  turns: readonly Turn[],
): AsyncGenerator<TurnWithLog> {
  for (const turn of turns) yield { ...turn, events: await sessions.events(sessionId, turn.runId) };
}

function sessionNotFound(sessionId: string) {
  return serverErrors.create("SESSION_NOT_FOUND", {
    message: `You have no session ${JSON.stringify(sessionId.slice(0, 100))} with this agent.`,
    hint: "GET /v1/sessions lists yours; naming a new id in a chat makes one.",
  });
}

function sessionDeleted() {
  return serverErrors.create("SESSION_DELETED", {
    message: "The session was deleted while a run of it was running.",
    hint: "Begin a new session.",
  });
}
