import type { FlowEvent } from "../flow-event.ts";

/** Where the events of traces are kept. */
export interface FlowHistory {
  /** Takes a batch, in order. A failure is counted and logged, and ends nothing. */
  append(events: readonly FlowEvent[]): Promise<void> | void;
  /** The events of a trace, in order; none if it is not known. */
  load(traceId: string): Promise<readonly FlowEvent[]> | readonly FlowEvent[];
}

/** Keeps the events of the last traces in memory. @param maxTraces default 1 000; the oldest ones go */
export function createInMemoryHistory({ maxTraces = 1_000, maxEventsPerTrace = 1_000 } = {}): FlowHistory {
  const traces = new Map<string, FlowEvent[]>();
  return {
    append(events) {
      for (const event of events) {
        const kept = traces.get(event.traceId) ?? [];
        if (kept.length < maxEventsPerTrace) kept.push(event);
        traces.set(event.traceId, kept);
        const [oldest] = traces.keys();
        if (traces.size > maxTraces && oldest !== undefined) traces.delete(oldest);
      }
    },
    load: (traceId) => [...(traces.get(traceId) ?? [])],
  };
}
