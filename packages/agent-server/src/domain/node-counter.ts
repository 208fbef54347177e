import type { GraphActivity } from "@pergola/core";
import type { FlowEvent, NodeCounts } from "@pergola/flow-runtime";

type Counts = { -readonly [Key in keyof Omit<NodeCounts, "id" | "queueDepth">]: NodeCounts[Key] };

/** Weight of the latest attempt in a node's latency. */
const LATEST_WEIGHT = 0.2;

const newCounts = (): Counts => ({ running: 0, started: 0, succeeded: 0, failed: 0, retried: 0 });

/** What the nodes of a flow have done, by their names. */
export class NodeCounter {
  readonly #counts = new Map<string, Counts>();

  of(node: string): Readonly<Counts> {
    return this.#counts.get(node) ?? newCounts();
  }

  /** @param activities what the event says of nodes */
  count({ type, nodeName }: FlowEvent, activities: readonly GraphActivity[]): void {
    if (nodeName !== undefined) countType(this.#of(nodeName), type);
    for (const { nodeId, running = 0, latencyMs } of activities) {
      const counts = this.#of(nodeId);
      counts.running = running;
      if (latencyMs !== undefined) countLatency(counts, latencyMs);
    }
  }

  #of(node: string): Counts {
    const counts = this.#counts.get(node) ?? newCounts();
    this.#counts.set(node, counts);
    return counts;
  }
}

/** An attempt that takes too long is told twice: that it did, and that it failed by it. */
function countType(counts: Counts, type: FlowEvent["type"]): void {
  if (type === "node-started") counts.started++;
  else if (type === "node-succeeded") counts.succeeded++;
  else if (type === "node-errored") counts.failed++;
  else if (type === "node-retried") counts.retried++;
}

function countLatency(counts: Counts, latencyMs: number): void {
  const before = counts.latencyMs ?? latencyMs;
  counts.latencyMs = before + (latencyMs - before) * LATEST_WEIGHT;
}
