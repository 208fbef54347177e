import { createVirtualClock, type VirtualClock } from "@pergola/core/testing";
import { expect, test } from "vitest";
import { codeOf, heldNode, settle } from "./held-node.test-helper.ts";
import { createFlow, type FlowError, type FlowEvent, type NodeContext, node } from "./index.ts";

function running(policy = {}) {
  const clock = createVirtualClock(1_000);
  const events: FlowEvent[] = [];
  const work = heldNode("work", { policy });
  const flow = createFlow({ edges: [work.to()], clock, onEvent: (event) => events.push(event) });
  return { clock, work, flow, events };
}

test("a deadline fires mid-node: the node's signal fires, and the call rejects", async () => {
  const { clock, flow, work } = running();
  const call = flow.call("x", { timeoutMs: 100, traceId: "t" });
  const outcome = expect(call).rejects.toMatchObject({ code: "DEADLINE_EXCEEDED", traceId: "t" });
  await clock.advance(99);
  expect(work.held[0]?.context.signal.aborted).toBe(false);
  await clock.advance(1);
  expect(work.held[0]?.context.signal.reason).toMatchObject({ code: "DEADLINE_EXCEEDED" });
  await outcome;
});

test("a deadline fires in a wait before a retry, and the retry never comes", async () => {
  const { clock, flow, work } = running({ maxRetries: 1, backoffBaseMs: 1_000 });
  const call = codeOf(flow.call("x", { timeoutMs: 100 }));
  work.held[0]?.reject(new Error("no"));
  await clock.advance(100);
  expect(await call).toBe("DEADLINE_EXCEEDED");
  expect(clock.pendingTimers).toBe(0);
  await clock.advance(5_000);
  expect(work.held).toHaveLength(1);
});

test("a deadline fires for a message that waits in a queue", async () => {
  const { clock, flow, work } = running();
  const calls = [codeOf(flow.call("a")), codeOf(flow.call("b", { timeoutMs: 100 }))];
  await clock.advance(100);
  expect(await calls[1]).toBe("DEADLINE_EXCEEDED");
  expect(flow.stats().queueDepths["work"]).toBe(0);
  work.held[0]?.resolve();
  expect(await calls[0]).toBe("nothing was thrown");
});

test("deadlineAt is a point in time, and of both the earlier one counts", async () => {
  const { clock, flow } = running();
  const calls = [
    { deadlineAt: 1_050 },
    { deadlineAt: 1_050, timeoutMs: 500 },
    { deadlineAt: 9_000, timeoutMs: 50 },
  ].map((options) => codeOf(flow.call("x", options)));
  await clock.advance(49);
  expect(flow.stats().traces).toBe(3);
  await clock.advance(1);
  expect(await Promise.all(calls)).toEqual(Array.from({ length: 3 }, () => "DEADLINE_EXCEEDED"));
});

test.each([
  ["in the past", { deadlineAt: 999 }],
  ["now", { timeoutMs: 0 }],
])("a deadline that is %s runs nothing", async (_, options) => {
  const { clock, flow, work } = running();
  expect(await codeOf(flow.call("x", options))).toBe("DEADLINE_EXCEEDED");
  expect(await codeOf(flow.emit("x", options))).toBe("DEADLINE_EXCEEDED");
  expect(await codeOf(flow.stream("x", options).next())).toBe("DEADLINE_EXCEEDED");
  expect([work.held.length, clock.pendingTimers]).toEqual([0, 0]);
});

test("one timer serves a trace, however many nodes and messages it has, and goes with it", async () => {
  const clock = createVirtualClock();
  const split = node({ name: "split" }, async (count: number, context) => {
    for (let each = 0; each < count; each++) await context.emit(each);
  });
  const work = heldNode("work");
  await using flow = createFlow({ edges: [split.to(work)], clock });
  const call = flow.call(20, { timeoutMs: 1_000 });
  await settle();
  expect(clock.pendingTimers).toBe(1);
  for (let next = 0; next < 20; next++) {
    work.held[next]?.resolve();
    await settle();
  }
  await call;
  expect(clock.pendingTimers).toBe(0);
});

test("a deadline is told as an event, before the trace settles", async () => {
  const { clock, flow, events } = running();
  const call = codeOf(flow.call("x", { timeoutMs: 100 }));
  await clock.advance(100);
  await call;
  expect(events.map(({ type }) => type)).toEqual([
    "trace-started",
    "node-started",
    "deadline-exceeded",
    "trace-settled",
  ]);
  expect(events.at(-1)).toMatchObject({ outcome: "deadline", code: "DEADLINE_EXCEEDED" });
});

/** A flow on a clock, to be called inside another one. */
const innerOn = (clock: VirtualClock) => () =>
  createFlow({ name: "inner", edges: [node({ name: "one" }, () => 1).to()], clock });
type Inner = ReturnType<typeof innerOn>;

test.each([
  ["a call", ({ call }: NodeContext, inner: Inner) => call(inner, "x")],
  [
    "the calls of a race",
    ({ call }: NodeContext, inner: Inner) => Promise.any([call(inner, "x"), call(inner, "y")]),
  ],
])("a deadline that comes in the same millisecond as %s is the deadline of the trace", async (_, run) => {
  const clock = createVirtualClock(1_000);
  const events: FlowEvent[] = [];
  // Set before the trace's own timer, so that it fires first.
  const wait = new Promise<void>((resolve) => {
    clock.setTimer(100, resolve);
  });
  const caller = node({ name: "caller", policy: { maxRetries: 1 } }, async (_: string, context) => {
    await wait;
    return run(context, innerOn(clock));
  });
  const flow = createFlow({ edges: [caller.to()], clock, onEvent: (event) => events.push(event) });
  const call = codeOf(flow.call("x", { timeoutMs: 100, traceId: "t" }));
  await clock.advance(100);
  expect(await call).toBe("DEADLINE_EXCEEDED");
  expect(clock.pendingTimers).toBe(0);
  const own = events.filter(({ traceId }) => traceId === "t").map(({ type }) => type);
  expect(own.slice(-2)).toEqual(["deadline-exceeded", "trace-settled"]);
  expect(own).not.toContain("node-retried");
});

test("the deadline of a call inside a node is a failure of that node while its trace has time", async () => {
  const clock = createVirtualClock(1_000);
  const inner = innerOn(clock);
  const caller = node({ name: "caller" }, (_: string, context) => context.call(inner, "x", { timeoutMs: 0 }));
  const flow = createFlow({ edges: [caller.to()], clock });
  expect(await codeOf(flow.call("x", { timeoutMs: 100 }))).toBe("NODE_EXCEPTION");
});

test("a deadline is told as a moment that one can read", async () => {
  const clock = createVirtualClock(Date.UTC(2030, 0, 2));
  const wait = node({ name: "wait" }, (_: number, { signal }: NodeContext) => untilAborted(signal));
  await using flow = createFlow({ clock, edges: [wait.to()] });
  const call = flow.call(1, { timeoutMs: 1_500, traceId: "t" }).catch((error: FlowError) => error.message);
  await clock.advance(1_500);
  expect(await call).toBe("Trace t has ended: deadline exceeded (at 2030-01-02T00:00:01.500Z).");
});

const untilAborted = (signal: AbortSignal) =>
  new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve(), { once: true }));
