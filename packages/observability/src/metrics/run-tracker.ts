import type { Scope } from "@pergola/core";

/** A run that has begun and not ended. */
export interface ActiveRun {
  readonly runId: string;
  readonly parentRunId?: string;
  readonly agentId: string;
  readonly scope: Scope;
  /** Epoch milliseconds: when it began, or last went on. */
  readonly startedAt: number;
}

/** A run under way, and which model each of its open calls goes to. */
export interface TrackedRun extends ActiveRun {
  readonly models: Map<string, string>;
}

/** Most runs at a time that are known; the oldest make room. */
const MAX_RUNS = 10_000;
/** Most open model calls of a run that are known. */
const MAX_CALLS = 1_000;

/** Which runs are under way. */
export class RunTracker {
  readonly #runs = new Map<string, TrackedRun>();
  readonly #perAgent = new Map<string, number>();

  get(runId: string): TrackedRun | undefined {
    return this.#runs.get(runId);
  }

  list(): readonly ActiveRun[] {
    return Array.from(this.#runs.values(), ({ models: _models, ...run }) => run);
  }

  countOf(agentId: string): number {
    return this.#perAgent.get(agentId) ?? 0;
  }

  begin(run: ActiveRun): void {
    this.end(run.runId);
    const [oldest] = this.#runs.keys();
    if (this.#runs.size >= MAX_RUNS && oldest !== undefined) this.end(oldest);
    this.#runs.set(run.runId, { ...run, models: new Map() });
    this.#count(run.agentId, 1);
  }

  end(runId: string): void {
    const run = this.#runs.get(runId);
    if (run === undefined) return;
    this.#runs.delete(runId);
    this.#count(run.agentId, -1);
  }

  /** The call goes to that model now. */
  callGoesTo(runId: string, callId: string, model: string): void {
    const models = this.#runs.get(runId)?.models;
    if (models !== undefined && (models.has(callId) || models.size < MAX_CALLS)) models.set(callId, model);
  }

  modelOf(runId: string, callId: string): string | undefined {
    return this.#runs.get(runId)?.models.get(callId);
  }

  callEnds(runId: string, callId: string): void {
    this.#runs.get(runId)?.models.delete(callId);
  }

  #count(agentId: string, by: number): void {
    const count = this.countOf(agentId) + by;
    if (count === 0) this.#perAgent.delete(agentId);
    else this.#perAgent.set(agentId, count);
  }
}
