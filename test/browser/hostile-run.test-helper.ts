/** Texts that break pages. */
export const MARKUP = "<script>alert(1)</script><img src=x onerror=alert(2)> [link](javascript:alert(3))";
export const RIGHT_TO_LEFT = "\u202Edesrever si siht\u202E and goes on";
export const LONG = "x".repeat(20_000);

const DEPTH = 20;
const BEGIN = Date.UTC(2026, 0, 1);

/** A stored run as no server of ours would tell it: odd times, odd numbers, odd names, unknown events, deep. */
export function hostileRun() {
  const runId = "hostile";
  let seq = 0;
  const event = (type: string, more: object = {}) => ({ type, runId, seq: seq++, at: BEGIN + seq, ...more });
  const levels = Array.from({ length: DEPTH }, (_, index) => {
    const parentRunId = index === 0 ? runId : `level-${index - 1}`;
    return event("run-started", { runId: `level-${index}`, parentRunId, agentId: `level ${index}` });
  });
  const tool = (callId: string, name: unknown, finished: object) => [
    event("tool-started", { callId, tool: name, arguments: { text: MARKUP } }),
    event("tool-finished", { callId, tool: name, ...finished }),
  ];
  return {
    ...{ id: runId, sessionId: "s", title: MARKUP, status: "settled", outcome: "failed" },
    ...{ startedAt: BEGIN, finishedAt: BEGIN - 60_000 },
    usage: { inputTokens: -1, outputTokens: null, totalTokens: null, cost: null },
    events: [
      event("run-started", { agentId: RIGHT_TO_LEFT }),
      event("step-started", { step: LONG, kind: MARKUP }),
      ...tool("markup", MARKUP, { latencyMs: -5, result: MARKUP }),
      ...tool("reversed", RIGHT_TO_LEFT, { latencyMs: null, result: RIGHT_TO_LEFT }),
      ...tool("long", LONG, { latencyMs: 1e300, result: LONG }),
      ...tool("early", "before it began", { at: BEGIN - 3_600_000, latencyMs: "soon" }),
      ...tool("nameless", 7, { at: null, result: null, error: "not an error" }),
      event("model-started", { callId: "m", model: MARKUP, request: "no request" }),
      event("model-finished", { callId: "m", usage: { totalTokens: "many" }, error: { code: 5 } }),
      event("moon-landed", { crew: [1, 2, 3] }),
      event("run-started", { runId: "itself", parentRunId: "itself" }),
      ...levels,
      event("run-finished", { outcome: "failed", usage: null, error: { code: "X", message: LONG } }),
    ],
  };
}
