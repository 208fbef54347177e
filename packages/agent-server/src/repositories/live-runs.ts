import type { Caller } from "../domain/caller.ts";
import type { ServerLimits } from "../domain/server-limits.ts";
import { serverErrors } from "../errors.ts";

/** A run that is running. */
export interface LiveRun {
  readonly runId: string;
  readonly caller: Caller;
  readonly agent: string;
  readonly sessionId?: string;
  abort(reason: Error): void;
}

type RunLimits = Pick<ServerLimits, "maxConcurrentRuns" | "maxConcurrentRunsPerUser">;

/** The runs that are running now: at most so many, found only by the user who started them. */
export class LiveRuns {
  readonly #limits: RunLimits;
  readonly #runs = new Map<string, LiveRun>();
  readonly #perUser = new Map<string, number>();
  #whenIdle: PromiseWithResolvers<void> | undefined;

  constructor(limits: RunLimits) {
    this.#limits = limits;
  }

  get size(): number {
    return this.#runs.size;
  }

  get all(): readonly LiveRun[] {
    return [...this.#runs.values()];
  }

  /** @throws SERVER_BUSY, USER_BUSY when `count` more runs of the caller are too many */
  requireRoom(caller: Caller, count: number): void {
    const { maxConcurrentRuns, maxConcurrentRunsPerUser } = this.#limits;
    if ((this.#perUser.get(keyOf(caller)) ?? 0) + count > maxConcurrentRunsPerUser) {
      throw userBusy(maxConcurrentRunsPerUser, count);
    }
    if (this.#runs.size + count > maxConcurrentRuns) throw serverBusy(maxConcurrentRuns);
  }

  /** @returns takes the run off again */
  add(run: LiveRun): () => void {
    this.#runs.set(run.runId, run);
    this.#count(run.caller, 1);
    return () => {
      if (!this.#runs.delete(run.runId)) return;
      this.#count(run.caller, -1);
      if (this.#runs.size === 0) this.#whenIdle?.resolve();
    };
  }

  /** The run, if this caller started it. */
  find(caller: Caller, runId: string): LiveRun | undefined {
    const run = this.#runs.get(runId);
    return run !== undefined && keyOf(run.caller) === keyOf(caller) ? run : undefined;
  }

  /** The caller's runs in one of their sessions. */
  ofSession(caller: Caller, agent: string, sessionId: string): readonly LiveRun[] {
    return this.all.filter(
      (run) => keyOf(run.caller) === keyOf(caller) && run.agent === agent && run.sessionId === sessionId,
    );
  }

  /** Resolves when no run is running. */
  async whenIdle(): Promise<void> {
    if (this.#runs.size === 0) return;
    this.#whenIdle ??= Promise.withResolvers();
    await this.#whenIdle.promise;
    this.#whenIdle = undefined;
  }

  #count(caller: Caller, change: 1 | -1): void {
    const key = keyOf(caller);
    const count = (this.#perUser.get(key) ?? 0) + change;
    if (count === 0) this.#perUser.delete(key);
    else this.#perUser.set(key, count);
  }
}

const keyOf = ({ tenantId, userId }: Caller): string => JSON.stringify([tenantId, userId]);

function userBusy(limit: number, count: number) {
  return serverErrors.create("USER_BUSY", {
    message: `You may have ${limit} runs at a time, and ${count} more would be too many.`,
    hint: "Wait for one to finish, or stop one with POST /v1/runs/:id/cancel.",
    details: { limit, retryAfterMs: 1_000 },
  });
}

function serverBusy(limit: number) {
  return serverErrors.create("SERVER_BUSY", {
    message: `The server runs ${limit} runs at a time, and has no room for more.`,
    hint: "Try again in a moment; the operator can raise limits.maxConcurrentRuns.",
    details: { limit, retryAfterMs: 1_000 },
  });
}
