import type { FlowEvent } from "@pergola/flow-runtime";
import { RunningAttempts } from "./running-attempts.ts";

interface Counts {
  started: number;
  succeeded: number;
  failed: number;
  retried: number;
  latencyMs?: number;
}

/** Weight of the latest attempt in a node's latency. */
const LATEST_WEIGHT = 0.2;

const newCounts = (): Counts => ({ started: 0, succeeded: 0, failed: 0, retried: 0 });

/** What the nodes of a flow have done, by their names. */
export class NodeCounts {
  readonly #running = new RunningAttempts();
  readonly #counts = new Map<string, Counts>();

  of(node: string): Readonly<Counts> & { readonly running: number } {
    return { running: this.#running.of(node), ...(this.#counts.get(node) ?? newCounts()) };
  }

  count(event: FlowEvent): void {
    this.#running.count(event);
    if (event.nodeName === undefined) return;
    const counts = this.#counts.get(event.nodeName) ?? newCounts();
    this.#counts.set(event.nodeName, counts);
    countType(counts, event);
    countLatency(counts, event);
  }
}

function countType(counts: Counts, { type }: FlowEvent): void {
  if (type === "node-started") counts.started++;
  else if (type === "node-succeeded") counts.succeeded++;
  else if (type === "node-errored" || type === "node-timed-out") counts.failed++;
  else if (type === "node-retried") counts.retried++;
}

function countLatency(counts: Counts, { latencyMs }: FlowEvent): void {
  if (latencyMs === undefined) return;
  const before = counts.latencyMs ?? latencyMs;
  counts.latencyMs = before + (latencyMs - before) * LATEST_WEIGHT;
}
