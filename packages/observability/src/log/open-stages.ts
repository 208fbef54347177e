import { type KnownEvent, type StagePlace, stagePrefix } from "../events/foreign-events.ts";

/** Most runs whose stages are known; the oldest make room. */
const MAX_RUNS = 10_000;

/** The stages of workflows that runs are in, so that a line of a step or a call can say its stage. */
export class OpenStages {
  readonly #runs = new Map<string, StagePlace[]>();

  note(event: KnownEvent): void {
    if (event.type === "stage-started") this.#begin(event.runId, event);
    if (event.type === "stage-finished") this.#end(event.runId, event);
    if (event.type === "run-finished") this.#runs.delete(event.runId);
  }

  /** The stage that a step is in; of a workflow inside a workflow the inner one. */
  of(runId: string, step: string): string | undefined {
    const open = this.#runs.get(runId);
    return open?.findLast((place) => step.startsWith(stagePrefix(place)))?.stage;
  }

  #begin(runId: string, { step, stage, iteration }: StagePlace): void {
    const open = this.#runs.get(runId) ?? [];
    const [oldest] = this.#runs.keys();
    if (open.length === 0 && this.#runs.size >= MAX_RUNS && oldest !== undefined) this.#runs.delete(oldest);
    this.#runs.set(runId, [...open, { step, stage, iteration }]);
  }

  #end(runId: string, ended: StagePlace): void {
    const left = this.#runs.get(runId)?.filter((place) => stagePrefix(place) !== stagePrefix(ended)) ?? [];
    if (left.length === 0) this.#runs.delete(runId);
    else this.#runs.set(runId, left);
  }
}
