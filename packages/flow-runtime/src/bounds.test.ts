import { createVirtualClock } from "@pergola/core/testing";
import { expect, test } from "vitest";
import { codeOf, heldNode, settle, thrownCode } from "./held-node.test-helper.ts";
import { createFlow, node } from "./index.ts";

/** How many of 200 messages are accepted while the node works on none. */
async function acceptedOf(options: { queueSize?: number; ofNode?: number }) {
  const { queueSize, ofNode } = options;
  const work = heldNode("work", ofNode === undefined ? {} : { queueSize: ofNode });
  await using flow = createFlow({ edges: [work.to()], ...(queueSize !== undefined && { queueSize }) });
  let accepted = 0;
  const emits = Array.from({ length: 200 }, () => flow.emit(1).then(() => accepted++));
  await settle();
  const depth = flow.stats().queueDepths["work"];
  const count = accepted;
  await flow.stop();
  await Promise.allSettled(emits);
  return { count, depth };
}

test("by default 64 messages wait for a node, besides the one that it works on", async () => {
  expect(await acceptedOf({})).toEqual({ count: 65, depth: 64 });
});
test("a flow says how many may wait for each of its nodes", async () => {
  expect(await acceptedOf({ queueSize: 1 })).toEqual({ count: 2, depth: 1 });
});
test("what a node says of its own queue counts before the flow's", async () => {
  expect(await acceptedOf({ queueSize: 1, ofNode: 5 })).toEqual({ count: 6, depth: 5 });
});
test("a queue size of 0 is no bound", async () => {
  expect(await acceptedOf({ queueSize: 0 })).toEqual({ count: 200, depth: 199 });
});

test("a message that found no room is accepted as soon as there is some, in order of arrival", async () => {
  const work = heldNode("work");
  await using flow = createFlow({ edges: [work.to()], queueSize: 1 });
  const calls = ["a", "b", "c", "d"].map((each) => flow.call(each));
  for (let next = 0; next < 4; next++) {
    await settle();
    work.held[next]?.resolve();
  }
  await Promise.all(calls);
  expect(work.payloads).toEqual(["a", "b", "c", "d"]);
});

test("a node whose successor is full waits, and so does what is before it", async () => {
  const quick = node({ name: "quick" }, async (value: number) => value);
  const slow = heldNode("slow");
  await using flow = createFlow({ edges: [quick.to(slow)], queueSize: 1 });
  const calls = Array.from({ length: 6 }, (_, value) => flow.call(value));
  await settle();
  expect(flow.stats().queueDepths).toEqual({ quick: 1, slow: 1 });
  for (let next = 0; next < 6; next++) {
    await settle();
    slow.held[next]?.resolve(next);
  }
  expect(await Promise.all(calls)).toEqual([0, 1, 2, 3, 4, 5]);
});

test.each([64, 2_000])(
  "what is cancelled leaves its room to others at once (%i may wait)",
  async (queueSize) => {
    const work = heldNode("work");
    await using flow = createFlow({ edges: [work.to()], queueSize, maxTraces: 0 });
    const ids = Array.from({ length: queueSize + 1 }, (_, value) => flow.emitNowait(value));
    expect(thrownCode(() => flow.emitNowait("too many"))).toBe("QUEUE_FULL");
    flow.cancel(ids[10] as string);
    flow.emitNowait("in its place");
    let isAccepted = false;
    const waiting = flow.emit("waits").then(() => {
      isAccepted = true;
    });
    await settle();
    expect(isAccepted).toBe(false);
    flow.cancel(ids[11] as string);
    await waiting;
  },
);

/** A flow with so many traces at once, and one call more than it takes. */
function admission(maxTraces: number, calls: number) {
  const clock = createVirtualClock();
  const work = heldNode("work", { policy: { concurrency: 10_000 } });
  const flow = createFlow({ edges: [work.to()], maxTraces, clock });
  const running = Array.from({ length: calls }, (_, value) => flow.call(value, { traceId: `t${value}` }));
  for (const each of running) each.catch(() => undefined);
  return { clock, work, flow, running };
}

test("maxTraces bounds how many traces run; others wait to begin", async () => {
  const { flow, work, running } = admission(2, 5);
  expect(flow.stats()).toMatchObject({ traces: 2, waiting: 3 });
  work.held[1]?.resolve("done");
  expect(await running[1]).toBe("done");
  expect(work.payloads).toEqual([0, 1, 2]);
  await flow.stop();
});

test("by default 1 000 traces run at once", async () => {
  const { flow } = admission(undefined as never, 1_001);
  expect(flow.stats()).toMatchObject({ traces: 1_000, waiting: 1 });
  await flow.stop();
});

test("a maxTraces of 0 is no bound", async () => {
  const { flow } = admission(0, 1_500);
  expect(flow.stats()).toMatchObject({ traces: 1_500, waiting: 0 });
  await flow.stop();
});

test("emitNowait throws QUEUE_FULL when as many traces run as may", async () => {
  const { flow } = admission(2, 2);
  expect(thrownCode(() => flow.emitNowait(3))).toBe("QUEUE_FULL");
  await flow.stop();
});

test("emitNowait throws QUEUE_FULL when the first node has no room", async () => {
  const work = heldNode("work");
  await using flow = createFlow({ edges: [work.to()], queueSize: 1 });
  flow.emitNowait(1);
  flow.emitNowait(2);
  expect(thrownCode(() => flow.emitNowait(3))).toBe("QUEUE_FULL");
  expect(() => flow.emitNowait(3)).toThrow('Node "work" has no room.');
});

test("waiting to begin ends at once when the caller's signal fires, and nothing of it ever runs", async () => {
  const { flow, work } = admission(1, 1);
  const controller = new AbortController();
  const call = flow.call("x", { signal: controller.signal });
  controller.abort(new Error("enough"));
  await expect(call).rejects.toMatchObject({ code: "TRACE_CANCELLED", cause: { message: "enough" } });
  expect(flow.stats().waiting).toBe(0);
  work.held[0]?.resolve();
  await settle();
  expect(work.payloads).toEqual([0]);
});

test("a call whose signal has fired before it would wait to begin is cancelled at once", async () => {
  const { flow } = admission(1, 1);
  expect(await codeOf(flow.call("x", { signal: AbortSignal.abort() }))).toBe("TRACE_CANCELLED");
  await flow.stop();
});

test("waiting to begin ends at the deadline of the trace, and leaves no timer", async () => {
  const { clock, flow, work } = admission(1, 1);
  const call = codeOf(flow.call("x", { timeoutMs: 100 }));
  await clock.advance(99);
  expect(flow.stats().waiting).toBe(1);
  await clock.advance(1);
  expect(await call).toBe("DEADLINE_EXCEEDED");
  expect([flow.stats().waiting, clock.pendingTimers]).toEqual([0, 0]);
  expect(work.payloads).toEqual([0]);
  await flow.stop();
});

test("timeoutMs counts from the call, not from when the trace began", async () => {
  const { clock, flow, work } = admission(1, 1);
  const call = codeOf(flow.call("x", { timeoutMs: 100 }));
  await clock.advance(60);
  work.held[0]?.resolve();
  await clock.advance(39);
  expect(work.held[1]?.context.trace.deadlineAt).toBe(100);
  await clock.advance(1);
  expect(await call).toBe("DEADLINE_EXCEEDED");
});

test("a trace that holds more than 1 024 unfetched results fails with QUEUE_FULL", async () => {
  const flood = node({ name: "flood" }, async (count: number, context) => {
    for (let value = 0; value < count; value++) await context.emit(value);
  });
  await using flow = createFlow({ edges: [flood.to()] });
  // A long flood gives way now and then, so that how long it takes is nobody's to say.
  const ended = new Promise<void>((resolve) => {
    flow.on(({ type, traceId }) => type === "trace-settled" && traceId === "over" && resolve());
  });
  const fine = await flow.emit(1_024);
  const over = await flow.emit(1_025, { traceId: "over" });
  await ended;
  let fetched = 0;
  while ((await flow.fetch({ traceId: fine })) !== undefined) fetched++;
  expect(fetched).toBe(1_024);
  for (let value = 0; value < 1_024; value++) await flow.fetch({ traceId: over });
  expect(await codeOf(flow.fetch({ traceId: over }))).toBe("QUEUE_FULL");
});

test("what waits for room in the line of a node is before what comes later from outside, and the other way round", async () => {
  const work = heldNode("work");
  const before = node({ name: "before" }, async (value: string) => value);
  await using flow = createFlow({
    edges: [before.to(work), work.to()],
    ingress: [before, work],
    queueSize: 1,
  });
  const calls = [
    flow.call("a", { to: "work" }),
    flow.call("b", { to: "work" }),
    flow.call("c", { to: "work" }),
    flow.call("d", { to: "before" }),
  ];
  await settle();
  calls.push(flow.call("e", { to: "work" }));
  await settle();
  expect(flow.stats().queueDepths).toEqual({ before: 0, work: 1 });
  for (let next = 0; next < 5; next++) {
    work.held[next]?.resolve();
    await settle();
  }
  await Promise.all(calls);
  expect(work.payloads).toEqual(["a", "b", "c", "d", "e"]);
});

test("a call begins at once where there is a place, though the line is full of what waits for its own trace", async () => {
  const many = node({ name: "many" }, async (_: unknown, { emit }) => {
    await emit("a1");
    await emit("a2");
  });
  const work = heldNode("work", { queueSize: 1, policy: { concurrency: 2 } });
  await using flow = createFlow({ edges: [many.to(work), work.to()], ingress: [many, work] });
  const calls = [flow.call(0, { to: "many" })];
  await settle();
  calls.push(flow.call("b", { to: "work" }));
  await settle();
  expect(work.payloads).toEqual(["a1", "b"]);
  for (let next = 0; next < 3; next++) {
    work.held[next]?.resolve();
    await settle();
  }
  await Promise.all(calls);
});

test("calls of 64 priorities wait in the line however full it is; others wait for room, in order of arrival", async () => {
  const work = heldNode("work");
  await using flow = createFlow({ edges: [work.to()], queueSize: 1 });
  const calls = Array.from({ length: 68 }, (_, priority) => flow.call(priority, { headers: { priority } }));
  calls.push(flow.call("late", { headers: { priority: 100 } }));
  for (let next = 0; next < calls.length; next++) {
    work.held[next]?.resolve();
    await settle();
  }
  await Promise.all(calls);
  const lined = Array.from({ length: 64 }, (_, index) => 64 - index);
  expect(work.payloads).toEqual([0, ...lined, 65, 66, 67, "late"]);
});
