import type { RunEvent } from "@pergola/core";
import type { RunPage, RunPageOptions, StoredRun } from "@pergola/resources";
import type { AgentDirectory } from "../domain/agent-directory.ts";
import type { Caller } from "../domain/caller.ts";
import { serverErrors } from "../errors.ts";
import { sessionsOf } from "../repositories/session-repository.ts";

/** A run with everything that its stream told but text. */
export type RunWithLog = StoredRun & { readonly events: readonly RunEvent[] };

/** A caller's own stored runs with an agent. One of somebody else and one that never was look the same: not found. */
export class RunLogService {
  readonly #agents: AgentDirectory;

  constructor(agents: AgentDirectory) {
    this.#agents = agents;
  }

  /** @throws AGENT_NOT_FOUND, BAD_CURSOR */
  list(caller: Caller, agent: string, options: RunPageOptions): Promise<RunPage> {
    return sessionsOf(this.#agents.get(agent), caller).runs(options);
  }

  /** @throws AGENT_NOT_FOUND, RUN_NOT_FOUND */
  async get(caller: Caller, agent: string, runId: string): Promise<RunWithLog> {
    const sessions = sessionsOf(this.#agents.get(agent), caller);
    const run = await sessions.run(runId);
    if (run === undefined) throw runNotStored(runId);
    return { ...run, events: await sessions.events(run.sessionId, runId) };
  }
}

function runNotStored(runId: string) {
  return serverErrors.create("RUN_NOT_FOUND", {
    message: `You have no stored run ${JSON.stringify(runId.slice(0, 100))} with this agent.`,
    hint: "GET /v1/runs lists yours; a run without a session is not stored.",
  });
}
