import type { GraphActivity } from "@pergola/core";
import type { ActivitySnapshot, NodeActivity } from "./activity-snapshot.ts";

const MAX_LATENCIES = 64;

/**
 * The snapshot after one activity, or several in order. One that is older than the node's latest counts, but does not
 * change its state.
 */
export function applyActivity(
  snapshot: ActivitySnapshot,
  activity: GraphActivity | readonly GraphActivity[],
): ActivitySnapshot {
  const nodes = new Map(snapshot.nodes);
  let { ignored } = snapshot;
  for (const each of isSeveral(activity) ? activity : [activity]) {
    const before = nodes.get(each.nodeId);
    if (before === undefined) ignored += 1;
    else nodes.set(each.nodeId, after(before, each));
  }
  return Object.freeze({ nodes, ignored });
}

const isSeveral = (
  activity: GraphActivity | readonly GraphActivity[],
): activity is readonly GraphActivity[] => Array.isArray(activity);

function after(before: NodeActivity, activity: GraphActivity): NodeActivity {
  const { state, at, latencyMs, queueDepth } = activity;
  const { running = Number(state === "running") } = activity;
  const isLate = at < before.at;
  return Object.freeze({
    ...before,
    ...(!isLate && { state, at, running }),
    ...(!isLate && queueDepth !== undefined && queueDepth >= 0 && { queueDepth }),
    ...(latencyMs !== undefined && latencyMs >= 0 && withLatency(before, latencyMs)),
    started: before.started + Number(isBeginning(before, activity)),
    finished: before.finished + Number(state !== "failed" && latencyMs !== undefined),
    failed: before.failed + Number(state === "failed"),
  });
}

/** Where several things run at once, one that ends or is given up leaves fewer. */
function isBeginning(before: NodeActivity, { state, latencyMs, running }: GraphActivity): boolean {
  if (state !== "running" || latencyMs !== undefined) return false;
  return running === undefined || running > before.running;
}

function withLatency({ latenciesMs }: NodeActivity, latencyMs: number) {
  const kept = Object.freeze([...latenciesMs, latencyMs].slice(-MAX_LATENCIES));
  return { latenciesMs: kept, latencyP50Ms: median(kept) };
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2;
}
