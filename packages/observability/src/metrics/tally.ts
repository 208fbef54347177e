import { QuantileSketch } from "./quantile-sketch.ts";

/** What is known of the runs, or of one step or resource, in some time. */
export class Tally {
  readonly latencyMs = new QuantileSketch();
  /** How often each outcome came; `completed` and `ok` are the good ones, `cancelled` is neither good nor bad. */
  readonly outcomes = new Map<string, number>();
  readonly errors = new Map<string, number>();
  readonly tokens = new Map<string, number>();
  costUsd = 0;

  note(outcome: string, latencyMs: number, errorCode?: string): void {
    this.latencyMs.add(latencyMs);
    addTo(this.outcomes, outcome, 1);
    if (errorCode !== undefined) addTo(this.errors, errorCode, 1);
  }

  merge(other: Tally): void {
    this.latencyMs.merge(other.latencyMs);
    this.costUsd += other.costUsd;
    for (const key of ["outcomes", "errors", "tokens"] as const)
      for (const [name, count] of other[key]) addTo(this[key], name, count);
  }
}

export function addTo(counts: Map<string, number>, key: string, by: number): void {
  counts.set(key, (counts.get(key) ?? 0) + by);
}
