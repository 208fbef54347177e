import type { GraphActivity, RunEvent } from "@pergola/core";

/** Turns the events of a run into what the nodes of its agent's graph do. */
export class ActivityReader {
  /** How many of a step run at the same time, as inside `map`. */
  readonly #running = new Map<string, number>();
  #runId: string | undefined;

  /** Undefined for what changes nothing in the picture. */
  read(event: RunEvent): GraphActivity | undefined {
    this.#runId ??= event.runId;
    if (event.runId !== this.#runId) return undefined;
    if (event.type === "step-started") return this.#count(event.step, 1, { at: event.at });
    if (event.type !== "step-finished") return undefined;
    const { step, at, latencyMs, error } = event;
    return this.#count(step, -1, { at, latencyMs, ...(error !== undefined && { state: "failed" }) });
  }

  #count(
    nodeId: string,
    change: 1 | -1,
    told: Pick<GraphActivity, "at" | "latencyMs"> & Partial<Pick<GraphActivity, "state">>,
  ): GraphActivity {
    const running = Math.max(0, (this.#running.get(nodeId) ?? 0) + change);
    this.#running.set(nodeId, running);
    return { nodeId, state: running > 0 ? "running" : "idle", running, ...told };
  }
}
