/** In the page: a run whose stream, once told to, has 1 000 events a second, however late its timers are. */
export function floodInsteadOfServer(): void {
  const real = window.fetch;
  const line = (event: object) => new TextEncoder().encode(`data: ${JSON.stringify(event)}\n\n`);
  let seq = 0;
  const placed = (event: object) => ({ runId: "flood", seq: seq++, at: Date.now(), ...event });
  const eventOf = (count: number) => {
    const callId = `c${Math.floor(count / 2)}`;
    const call = { callId, step: "answer", tool: "calculator" };
    return count % 2 === 0
      ? { type: "tool-started", ...call, arguments: { expression: `${count}+1` } }
      : { type: "tool-finished", ...call, latencyMs: 1, result: count };
  };
  const stream = () =>
    new ReadableStream<Uint8Array>({
      start(controller) {
        controller.enqueue(line(placed({ type: "run-started", agentId: "talker" })));
        controller.enqueue(line(placed({ type: "step-started", step: "answer", kind: "tools-loop" })));
        const pour = (since: number, sent: number) => {
          let count = sent;
          for (const due = performance.now() - since; count < due; count++)
            controller.enqueue(line(placed(eventOf(count))));
          Object.assign(window, { flooded: count });
          setTimeout(() => pour(since, count), 5);
        };
        window.addEventListener("flood", () => pour(performance.now(), 0));
      },
    });
  window.fetch = async (input, init) => {
    if (!(String(input).endsWith("/v1/runs") && init?.method === "POST")) return real(input, init);
    return new Response(stream(), { headers: { "content-type": "text/event-stream" } });
  };
}

/** A stored run whose waterfall has that many rows. */
export function longLog(rows: number) {
  const runId = "long";
  const begin = Date.UTC(2026, 0, 1);
  const event = (seq: number, at: number, more: object) => ({ runId, seq, at: begin + at, ...more });
  const calls = Array.from({ length: rows - 2 }, (_, index) => {
    const call = { callId: `c${index}`, step: "answer", tool: `call ${index + 1}` };
    return [
      event(index * 2 + 2, index, { type: "tool-started", ...call, arguments: { index } }),
      event(index * 2 + 3, index + 1, { type: "tool-finished", ...call, latencyMs: 1, result: index }),
    ];
  });
  return {
    id: runId,
    sessionId: "s",
    status: "settled",
    outcome: "completed",
    usage: { inputTokens: 0, outputTokens: 0, totalTokens: 0 },
    startedAt: begin,
    finishedAt: begin + rows,
    events: [
      event(0, 0, { type: "run-started", agentId: "talker" }),
      event(1, 0, { type: "step-started", step: "answer", kind: "tools-loop" }),
      ...calls.flat(),
    ],
  };
}
