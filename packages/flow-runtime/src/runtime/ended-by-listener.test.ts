import { createVirtualClock } from "@pergola/core/testing";
import { expect, test } from "vitest";
import { createFlow, type FlowEventType, node } from "../index.ts";

const TYPES: readonly FlowEventType[] = [
  "trace-started",
  "node-started",
  "node-errored",
  "node-retried",
  "node-timed-out",
  "node-succeeded",
  "message-emitted",
  "chunk-emitted",
];

/** A flow in which all of these events come, whose listener cancels at the first of one type. */
function flowThatIsCancelledAt(type: FlowEventType) {
  const clock = createVirtualClock();
  const started: string[] = [];
  const policy = { maxRetries: 2, backoffBaseMs: 5, timeoutMs: 10 };
  const first = node({ name: "first", policy }, async (value: number, { attempt, emitChunk }) => {
    started.push("first");
    await emitChunk({ text: "x" });
    if (attempt === 1) throw new Error("not at once");
    if (attempt === 2) await new Promise(() => {});
    return value;
  });
  const second = node({ name: "second" }, (value: number) => void started.push(`second ${value}`));
  const third = node({ name: "third" }, (value: number) => void started.push(`third ${value}`));
  const ends: string[] = [];
  let isCancelled = false;
  const flow = createFlow({
    edges: [first.to(second, third)],
    clock,
    onEvent: (event) => {
      if (event.type === "trace-settled") ends.push(event.outcome ?? "");
      if (event.type !== type || isCancelled) return;
      isCancelled = true;
      started.length = 0;
      flow.cancel(event.traceId);
    },
  });
  return { flow, clock, started, ends };
}

test.each(TYPES)(
  "a listener may cancel at %s: nothing begins afterwards, and nothing is left",
  async (type) => {
    const { flow, clock, started, ends } = flowThatIsCancelledAt(type);
    const call = flow.call(1).catch((error: { code: string }) => error.code);
    await clock.advance(1_000);
    expect(await call).toBe("TRACE_CANCELLED");
    expect([started, ends, clock.pendingTimers]).toEqual([[], ["cancelled"], 0]);
    expect(flow.stats()).toMatchObject({ traces: 0, queueDepths: { first: 0, second: 0, third: 0 } });
  },
);

test("a message that enters at several nodes enters at no other once a listener has cancelled it", async () => {
  const started: string[] = [];
  const nodes = ["a", "b"].map((name) => node({ name }, () => void started.push(name)));
  const flow = createFlow({
    edges: nodes.map((each) => each.to()),
    onEvent: ({ type, traceId, nodeName }) => {
      if (type === "node-started" && nodeName === "a") flow.cancel(traceId);
    },
  });
  await expect(flow.call(undefined as never)).rejects.toMatchObject({ code: "TRACE_CANCELLED" });
  expect(started).toEqual([]);
});
