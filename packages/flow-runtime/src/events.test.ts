import { createVirtualClock } from "@pergola/core/testing";
import { expect, test } from "vitest";
import { codeOf, heldNode, settle } from "./held-node.test-helper.ts";
import { createFlow, type FlowEvent, type FlowEventType, node } from "./index.ts";

function watched(policy = {}) {
  const clock = createVirtualClock(1_000);
  const events: FlowEvent[] = [];
  const work = heldNode("work", { policy, allowCycle: true });
  const after = heldNode("after");
  const flow = createFlow({
    name: "shop",
    edges: [work.to(after, work)],
    queueSize: 1,
    clock,
    onEvent: (event) => events.push(event),
  });
  const of = (type: FlowEventType) => events.filter((event) => event.type === type);
  return { clock, events, work, after, flow, of };
}
const common = { flow: "shop", traceId: "t", ts: 1_000 };
const ofNode = { ...common, nodeName: "work", attempt: 1, queueDepth: 0 };

test("a message that runs through is told from start to end, in order", async () => {
  const { clock, events, work, flow } = watched();
  const call = flow.call("x", { traceId: "t" });
  await clock.advance(5);
  await work.held[0]?.context.emit("y", { to: "after" }).catch(() => 0);
  work.held[0]?.resolve();
  await settle();
  expect(events.slice(0, 5)).toEqual([
    { type: "trace-started", ...common, to: "work" },
    { type: "node-started", ...ofNode },
    { type: "message-emitted", ...ofNode, ts: 1_005, to: "after" },
    { type: "node-started", ...ofNode, ts: 1_005, nodeName: "after" },
    { type: "node-succeeded", ...ofNode, ts: 1_005, latencyMs: 5 },
  ]);
  flow.cancel("t");
  await codeOf(call);
});

test("trace-started tells that a trace has begun, which is not while it waits for others, and where it entered", async () => {
  const events: FlowEvent[] = [];
  const [one, other] = [heldNode("one"), heldNode("other")];
  const flow = createFlow({
    edges: [one.to(), other.to()],
    maxTraces: 1,
    onEvent: (event) => events.push(event),
  });
  const started = () =>
    events.filter(({ type }) => type === "trace-started").map(({ traceId, to }) => [traceId, to]);
  const both = codeOf(flow.call("x", { traceId: "both" }));
  const late = codeOf(flow.call("x", { traceId: "late", to: "other" }));
  const never = codeOf(flow.call("x", { traceId: "never" }));
  flow.cancel("never");
  expect(started()).toEqual([["both", undefined]]);
  flow.cancel("both");
  await settle();
  expect(started()).toEqual([
    ["both", undefined],
    ["late", "other"],
  ]);
  await flow.stop();
  await Promise.all([both, late, never]);
  expect(events.some(({ traceId }) => traceId === "never")).toBe(false);
});

test("a trace that is over when it begins is told from its start, too", async () => {
  const { events, flow } = watched();
  await codeOf(flow.call("x", { traceId: "t", signal: AbortSignal.abort() }));
  await codeOf(flow.call("x", { traceId: "t", deadlineAt: 999 }));
  expect(events.map(({ type }) => type)).toEqual([
    ...["trace-started", "cancel-started", "cancel-finished", "trace-settled"],
    ...["trace-started", "deadline-exceeded", "trace-settled"],
  ]);
});

test("node-errored and node-retried tell of an attempt that failed; node-failed of the last one", async () => {
  const { clock, work, flow, of } = watched({ maxRetries: 1, backoffBaseMs: 40 });
  const call = codeOf(flow.call("x", { traceId: "t" }));
  await clock.advance(3);
  work.held[0]?.reject(new Error("first"));
  await clock.advance(40);
  work.held[1]?.reject(Object.assign(new Error("second")));
  await call;
  expect(of("node-errored")).toEqual([
    { type: "node-errored", ...ofNode, ts: 1_003, latencyMs: 3, message: "first" },
    { type: "node-errored", ...ofNode, ts: 1_043, attempt: 2, latencyMs: 0, message: "second" },
  ]);
  expect(of("node-retried")).toEqual([{ type: "node-retried", ...ofNode, ts: 1_003, delayMs: 40 }]);
  expect(of("node-failed")).toEqual([
    {
      type: "node-failed",
      ...common,
      ts: 1_043,
      nodeName: "work",
      attempt: 2,
      code: "NODE_EXCEPTION",
      message: 'Node "work" failed after 2 attempts: second',
    },
  ]);
});

test("node-timed-out tells of an attempt that took too long, and node-errored has its code", async () => {
  const { clock, flow, of } = watched({ timeoutMs: 20 });
  const call = codeOf(flow.call("x", { traceId: "t" }));
  await clock.advance(20);
  await call;
  expect(of("node-timed-out")).toEqual([{ type: "node-timed-out", ...ofNode, ts: 1_020, latencyMs: 20 }]);
  expect(of("node-errored")[0]).toMatchObject({ code: "NODE_TIMEOUT" });
});

test("a result is told as a message to the egress", async () => {
  const clock = createVirtualClock();
  const events: FlowEvent[] = [];
  const give = node({ name: "give" }, async (value: number) => value);
  await using flow = createFlow({ edges: [give.to()], clock, onEvent: (event) => events.push(event) });
  await flow.call(1);
  const told = ["trace-started", "node-started", "node-succeeded", "message-emitted", "trace-settled"];
  expect(events.map(({ type }) => type)).toEqual(told);
  expect(events[3]).toMatchObject({ nodeName: "give", to: "egress" });
});

test("message-fetched tells that a node took another message by ctx.fetch", async () => {
  const { work, flow, of } = watched();
  flow.call("x", { traceId: "t" }).catch(() => 0);
  const { context } = work.held[0] as (typeof work.held)[0];
  await context.emit("again", { to: "work" });
  await context.fetch();
  expect(of("message-fetched")).toEqual([{ type: "message-fetched", ...common, nodeName: "work" }]);
});

test("chunk-emitted tells the stream and the place in it, and no text", async () => {
  const { work, flow, of } = watched();
  const stream = flow.stream("x", { traceId: "t" });
  await work.held[0]?.context.emitChunk({ text: "secret", streamId: "s" });
  expect(of("chunk-emitted")).toEqual([
    { type: "chunk-emitted", ...common, nodeName: "work", attempt: 1, streamId: "s", seq: 0 },
  ]);
  await stream.return?.();
});

test("a cancel is told from its start over what was dropped to its end, then the trace settles", async () => {
  const { work, flow, events } = watched();
  const call = codeOf(flow.call("x", { traceId: "t" }));
  for (const value of [1, 2, 3]) void work.held[0]?.context.emit(value, { to: "after" });
  events.length = 0;
  flow.cancel("t");
  await call;
  expect(events).toEqual([
    { type: "cancel-started", ...common },
    { type: "message-dropped", ...common, count: 2 },
    { type: "cancel-finished", ...common },
    { type: "trace-settled", ...common, outcome: "cancelled", code: "TRACE_CANCELLED", latencyMs: 0 },
  ]);
});

test("deadline-exceeded and budget-exhausted tell what was used up", async () => {
  const { clock, work, flow, of } = watched();
  const late = codeOf(flow.call("x", { traceId: "t", timeoutMs: 50 }));
  await clock.advance(50);
  await late;
  expect(of("deadline-exceeded")).toEqual([
    { type: "deadline-exceeded", ...common, ts: 1_050, code: "DEADLINE_EXCEEDED" },
  ]);
  const over = codeOf(flow.call("x", { traceId: "t", budget: { hops: 1 } }));
  await work.held[1]?.context.emit("y", { to: "work" }).catch(() => 0);
  await over;
  expect(of("budget-exhausted")).toEqual([
    { type: "budget-exhausted", ...common, ts: 1_050, code: "HOP_BUDGET_EXHAUSTED" },
  ]);
  expect(of("trace-settled").map(({ outcome, latencyMs }) => [outcome, latencyMs])).toEqual([
    ["deadline", 50],
    ["budget", 0],
  ]);
});

test("queueDepth tells how many messages wait for the node", async () => {
  const { work, flow, of } = watched();
  const calls = ["a", "b"].map((each) => codeOf(flow.call(each)));
  await work.held[0]?.context.emit(1, { to: "after" });
  expect(of("message-emitted")[0]?.queueDepth).toBe(1);
  await flow.stop();
  await Promise.all(calls);
});

test("latencyMs leaves out the time that a node waited for room, which is blockedMs", async () => {
  const { clock, work, after, flow, of } = watched();
  flow.call("x", { traceId: "t" }).catch(() => 0);
  const { context } = work.held[0] as (typeof work.held)[0];
  await clock.advance(7);
  for (const value of [1, 2]) await context.emit(value, { to: "after" });
  const blocked = context.emit(3, { to: "after" });
  await clock.advance(100);
  after.held[0]?.resolve();
  await blocked;
  await clock.advance(5);
  work.held[0]?.resolve();
  await settle();
  expect(of("node-succeeded").filter(({ nodeName }) => nodeName === "work")).toMatchObject([
    { latencyMs: 12, blockedMs: 100 },
  ]);
});

test("the time that a node waited for a slow reader is blockedMs, too", async () => {
  const { clock, work, flow, of } = watched();
  const stream = flow.stream("x", { traceId: "t" });
  const { context } = work.held[0] as (typeof work.held)[0];
  for (let each = 0; each < 64; each++) await context.emitChunk({ text: "x" });
  const blocked = context.emitChunk({ text: "x" });
  await clock.advance(30);
  await stream.next();
  await blocked;
  await clock.advance(4);
  work.held[0]?.resolve();
  await settle();
  expect(of("node-succeeded")).toMatchObject([{ latencyMs: 4, blockedMs: 30 }]);
});

test("no event carries a payload or a text", async () => {
  const { work, after, flow, events } = watched();
  const stream = flow.stream({ password: "s3cret" });
  await work.held[0]?.context.emitChunk({ text: "s3cret" });
  await work.held[0]?.context.emit("s3cret", { to: "after" });
  after.held[0]?.resolve("s3cret");
  work.held[0]?.resolve();
  for await (const _ of stream);
  expect(events.length).toBeGreaterThan(5);
  expect(JSON.stringify(events)).not.toContain("s3cret");
});
