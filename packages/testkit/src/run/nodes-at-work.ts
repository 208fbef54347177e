import { createActivityReader, type FlowEvent, type FlowStats } from "@pergola/flow-runtime";

/** A sentence on what a trace waits for. @param events of one trace */
export function nodesAtWork(events: readonly FlowEvent[], { queueDepths }: FlowStats): string {
  const read = createActivityReader(events[0]?.flow ?? "");
  const activities = events.flatMap((event) => read(event) ?? []);
  const atWork = new Map(activities.map(({ nodeId, running = 0 }) => [nodeId, running]));
  const names = [...atWork].filter(([, count]) => count > 0).map(([name]) => `"${name}"`);
  const queues = Object.entries(queueDepths).filter(([, depth]) => depth > 0);
  const waiting = queues.map(([name, depth]) => `${depth} for "${name}"`);
  return [
    names.length > 0 ? ` At work: ${names.join(", ")}.` : " No node is at work.",
    waiting.length > 0 ? ` Messages that wait: ${waiting.join(", ")}.` : "",
  ].join("");
}
