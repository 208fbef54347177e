import type { FlowEvent, FlowEventType, FlowStats } from "@pergola/flow-runtime";

const ENDS = new Set<FlowEventType>(["node-succeeded", "node-errored", "node-timed-out"]);

/** A sentence on what a trace waits for. */
export function nodesAtWork(events: readonly FlowEvent[], { queueDepths }: FlowStats): string {
  const atWork = new Map<string, number>();
  for (const { type, nodeName } of events) {
    if (nodeName === undefined) continue;
    const change = type === "node-started" ? 1 : ENDS.has(type) ? -1 : 0;
    atWork.set(nodeName, (atWork.get(nodeName) ?? 0) + change);
  }
  const names = [...atWork].filter(([, count]) => count > 0).map(([name]) => `"${name}"`);
  const queues = Object.entries(queueDepths).filter(([, depth]) => depth > 0);
  const waiting = queues.map(([name, depth]) => `${depth} for "${name}"`);
  return [
    names.length > 0 ? ` At work: ${names.join(", ")}.` : " No node is at work.",
    waiting.length > 0 ? ` Messages that wait: ${waiting.join(", ")}.` : "",
  ].join("");
}
