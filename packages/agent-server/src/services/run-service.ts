import type { CallOptions, RunResult, RunStream } from "@pergola/builders";
import type { RunEvent } from "@pergola/core";
import type { BudgetLimit } from "@pergola/resources";
import type { AgentDirectory } from "../domain/agent-directory.ts";
import type { Caller } from "../domain/caller.ts";
import { limitsOfRun } from "../domain/limits-of-run.ts";
import type { ServedInput } from "../domain/served-agent.ts";
import { serverErrors } from "../errors.ts";
import type { LiveRuns } from "../repositories/live-runs.ts";
import { keepsSessions } from "../repositories/session-repository.ts";
import { serverClosing } from "./server-closing.ts";

/** What to run, and for how long somebody listens. */
export interface RunRequest extends Pick<CallOptions, "sessionId" | "traceId" | "parameters" | "tools"> {
  readonly agent: string;
  /** What the request allows its run to spend. */
  readonly budget?: BudgetLimit;
  readonly input: ServedInput;
  /** Fires when the client has gone. */
  readonly signal: AbortSignal;
}

/** A run whose events somebody reads. */
export interface StreamedRun {
  readonly runId: string;
  readonly sessionId?: string;
  readonly events: AsyncIterator<RunEvent, undefined>;
  /** Rejects with what ended the run. */
  readonly result: Promise<RunResult>;
}

/** Starts runs, counts them, and stops them. */
export class RunService {
  readonly #agents: AgentDirectory;
  readonly #live: LiveRuns;
  #isClosing = false;

  constructor(agents: AgentDirectory, live: LiveRuns) {
    this.#agents = agents;
    this.#live = live;
  }

  /** Starts a run and gives its events. @throws AGENT_NOT_FOUND, SERVER_BUSY, USER_BUSY, SERVER_CLOSING */
  stream(caller: Caller, request: RunRequest): StreamedRun {
    const { stream, sessionId, track } = this.#open(caller, request);
    const events = stream[Symbol.asyncIterator]();
    return { runId: stream.runId, sessionId, events, result: track() };
  }

  /** Runs to the end. @throws what {@link stream} throws, and what ended the run */
  collect(caller: Caller, request: RunRequest): Promise<RunResult> {
    return this.#open(caller, request).track();
  }

  /** Refuses early what {@link stream} or {@link collect} would refuse `count` times. */
  requireRoom(caller: Caller, count: number): void {
    if (this.#isClosing) throw serverClosing();
    this.#live.requireRoom(caller, count);
  }

  /** @throws RUN_NOT_FOUND when this caller has no such run */
  cancel(caller: Caller, runId: string): void {
    const run = this.#live.find(caller, runId);
    if (run === undefined) throw runNotFound(runId);
    run.abort(runStopped());
  }

  /** Takes no more runs and resolves when none is left; `stop` stops those that are running. */
  async close(stop: AbortSignal): Promise<void> {
    this.#isClosing = true;
    const abortAll = () => {
      for (const run of this.#live.all) run.abort(serverClosing());
    };
    if (stop.aborted) abortAll();
    stop.addEventListener("abort", abortAll, { once: true });
    await this.#live.whenIdle();
    stop.removeEventListener("abort", abortAll);
  }

  #open(caller: Caller, request: RunRequest) {
    this.requireRoom(caller, 1);
    const { agent: name, input, signal, budget: asked, ...options } = request;
    const { tenantId, userId, budget } = caller;
    const agent = this.#agents.get(name);
    const controller = new AbortController();
    const runId = crypto.randomUUID();
    const isTurn = typeof input === "string" || !("messages" in input);
    const sessionId = options.sessionId ?? (isTurn && keepsSessions(agent) ? crypto.randomUUID() : undefined);
    // See `ServedAgent.stream` for why it declares `never`.
    const stream = agent.stream(input as never, {
      ...options,
      tenantId,
      userId,
      budget: limitsOfRun({ caller: budget, asked, hasSession: sessionId !== undefined }),
      sessionId,
      runId,
      signal: AbortSignal.any([signal, controller.signal]),
    });
    const abort = (reason: Error) => controller.abort(reason);
    const track = () => this.#track(stream, { runId, caller, agent: name, sessionId, abort });
    return { stream, sessionId, track };
  }

  #track(stream: RunStream, run: Parameters<LiveRuns["add"]>[0]): Promise<RunResult> {
    const remove = this.#live.add(run);
    const { result } = stream;
    result.then(remove, remove);
    return result;
  }
}

function runStopped() {
  return serverErrors.create("RUN_STOPPED", {
    message: "The run was stopped by its user.",
    hint: "Nothing to mend; what was said until then is kept in the session.",
  });
}

function runNotFound(runId: string) {
  return serverErrors.create("RUN_NOT_FOUND", {
    message: `You have no running run ${JSON.stringify(runId.slice(0, 100))}.`,
    hint: "A run that has ended needs no cancel; its id is in run-started.",
  });
}
