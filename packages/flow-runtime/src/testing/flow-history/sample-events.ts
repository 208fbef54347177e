import type { FlowEvent } from "../../flow-event.ts";

/** Some events of a trace, in order: each has a time of its own. */
export function sampleEvents(traceId: string, count: number): readonly FlowEvent[] {
  return Array.from({ length: count }, (_, index) => ({
    type: index % 2 === 0 ? "node-started" : "node-succeeded",
    ts: 1_700_000_000_000 + index,
    flow: "flow",
    traceId,
    nodeName: `node-${index % 3}`,
    attempt: 1,
  }));
}

/** Every field that an event can have, with values that are lost easily. */
export const WHOLE_EVENT: FlowEvent & Record<string, unknown> = {
  type: "node-errored",
  ts: 1_700_000_000_000,
  flow: 'a "flow"',
  traceId: "whole",
  parentTraceId: "parent",
  nodeName: "naïve ☕ 𝄞",
  attempt: 2,
  latencyMs: 0.000_125,
  blockedMs: 1.5,
  queueDepth: 0,
  to: "egress",
  outcome: "failed",
  code: "NODE_EXCEPTION",
  message: "line one\nline two\u0000'); DROP TABLE events;--",
  count: 9_007_199_254_740_991,
  delayMs: 250,
  streamId: "",
  seq: 0,
  meta: { deep: { list: [1, null, "", { a: false }] }, "": 0, "a.b": "c" },
};

/** Ids that a careless store takes for something else. */
export const HOSTILE_IDS: readonly string[] = [
  "__proto__",
  "constructor",
  "toString",
  "../../etc/passwd",
  "a/b",
  "A/B",
  "%2e%2e",
  "a\u0000b",
  "'; DROP TABLE events;--",
  "*",
  "%",
  "_",
  " ",
  "a ",
  "a",
  "A",
  "é",
  "e\u0301",
  "☕".repeat(200),
];
