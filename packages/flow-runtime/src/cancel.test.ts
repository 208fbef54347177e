import { createVirtualClock } from "@pergola/core/testing";
import { expect, test } from "vitest";
import { codeOf, heldNode, settle } from "./held-node.test-helper.ts";
import { createFlow, type NodeContext, node } from "./index.ts";

function running(policy = {}) {
  const clock = createVirtualClock();
  const work = heldNode("work", { policy });
  const after = heldNode("after");
  const flow = createFlow({ edges: [work.to(after)], clock, queueSize: 1, maxTraces: 5 });
  const calls = new Map<string, Promise<unknown>>();
  const call = (traceId: string) => calls.set(traceId, codeOf(flow.call(traceId, { traceId })));
  return { clock, work, after, flow, calls, call };
}

test("cancel is true while there is something to cancel, again while it unwinds, and false after the end", async () => {
  const { flow, call, calls } = running();
  call("t");
  expect([flow.cancel("t"), flow.cancel("t")]).toEqual([true, true]);
  expect(await calls.get("t")).toBe("TRACE_CANCELLED");
  expect([flow.cancel("t"), flow.cancel("never")]).toEqual([false, false]);
});

test("cancel aborts what is in flight through ctx.signal, at once", async () => {
  const { flow, work, call } = running();
  call("t");
  const { signal } = (work.held[0] as { context: NodeContext }).context;
  flow.cancel("t");
  expect(signal.aborted).toBe(true);
  expect(signal.reason).toMatchObject({ code: "TRACE_CANCELLED", traceId: "t" });
});

test("cancel takes a queued message out: the node never gets it, and others move up", async () => {
  const { flow, work, call, calls } = running();
  for (const id of ["a", "b", "c"]) call(id);
  flow.cancel("b");
  expect(await calls.get("b")).toBe("TRACE_CANCELLED");
  work.held[0]?.resolve();
  await settle();
  expect(work.payloads).toEqual(["a", "c"]);
});

test("cancel takes back a message that waits for room at the ingress", async () => {
  const { flow, work, call, calls } = running();
  for (const id of ["a", "b", "blocked"]) call(id);
  expect(flow.cancel("blocked")).toBe(true);
  expect(await calls.get("blocked")).toBe("TRACE_CANCELLED");
  for (const next of [0, 1]) {
    work.held[next]?.resolve();
    await settle();
  }
  expect(work.payloads).toEqual(["a", "b"]);
});

test("cancel takes back a trace that waits to begin", async () => {
  const { flow, call, calls } = running();
  for (const id of ["a", "b", "c", "d", "e", "waiting"]) call(id);
  expect(flow.stats().waiting).toBe(1);
  expect(flow.cancel("waiting")).toBe(true);
  expect(await calls.get("waiting")).toBe("TRACE_CANCELLED");
  expect(flow.stats().waiting).toBe(0);
  await flow.stop();
});

test("cancel ends a wait before a retry at once, and no timer is left", async () => {
  const { clock, flow, work, call, calls } = running({ maxRetries: 3 });
  call("t");
  work.held[0]?.reject(new Error("no"));
  await settle();
  expect(clock.pendingTimers).toBe(1);
  flow.cancel("t");
  expect(clock.pendingTimers).toBe(0);
  expect(await calls.get("t")).toBe("TRACE_CANCELLED");
  await clock.advance(60_000);
  expect(work.held).toHaveLength(1);
});

test("cancel ends a put that is blocked between nodes: nothing is delivered afterwards", async () => {
  const { flow, work, after, call, calls } = running();
  for (const [place, id] of ["a", "b", "t"].entries()) {
    call(id);
    work.held[place]?.resolve(id);
    await settle();
  }
  const blocked = work.held[2]?.context.signal;
  flow.cancel("t");
  expect(await calls.get("t")).toBe("TRACE_CANCELLED");
  expect(blocked?.aborted).toBe(true);
  for (const next of [0, 1]) {
    after.held[next]?.resolve();
    await settle();
  }
  expect(after.payloads).toEqual(["a", "b"]);
});

test("cancel rejects a ctx.emit that waits, with the reason", async () => {
  const { flow, work, call } = running();
  call("t");
  const { context } = work.held[0] as { context: NodeContext };
  await context.emit(1);
  await context.emit(2);
  const emit = codeOf(context.emit(3));
  flow.cancel("t");
  expect(await emit).toBe("TRACE_CANCELLED");
});

test("cancel ends a chunk that waits for its reader, and what the reader has not read is thrown away", async () => {
  const { flow, work } = running();
  const stream = flow.stream("x", { traceId: "t" });
  const { context } = work.held[0] as { context: NodeContext };
  for (let each = 0; each < 64; each++) await context.emitChunk({ text: "x" });
  const blocked = codeOf(context.emitChunk({ text: "y" }));
  flow.cancel("t");
  expect(await blocked).toBe("TRACE_CANCELLED");
  const texts: string[] = [];
  const ended = (async () => {
    for await (const item of stream) if (item.type === "chunk") texts.push(item.text);
  })();
  expect(await codeOf(ended)).toBe("TRACE_CANCELLED");
  expect(texts).not.toContain("y");
});

test("cancel ends a node that waits in ctx.fetch", async () => {
  const wait = node({ name: "wait" }, async (_: unknown, context) => codeOf(context.fetch()));
  const late = heldNode("late");
  await using flow = createFlow({ edges: [wait.to(), late.to()], egress: [wait] });
  const call = codeOf(flow.call("x", { traceId: "t" }));
  await settle();
  flow.cancel("t");
  expect(await call).toBe("TRACE_CANCELLED");
  await settle();
  expect(flow.stats()).toMatchObject({ traces: 0, queueDepths: { wait: 0, late: 0 } });
});

test.each(["cancel()", "its signal"])("by %s unfetched results of a trace go, too", async (way) => {
  const { flow, work, after } = running();
  const controller = new AbortController();
  await flow.emit("x", { traceId: "t", signal: controller.signal });
  await work.held[0]?.context.emit(1);
  after.held[0]?.resolve("result");
  await settle();
  if (way === "cancel()") flow.cancel("t");
  else controller.abort();
  await settle();
  expect(await codeOf(flow.fetch({ traceId: "t" }))).toBe("TRACE_CANCELLED");
});

test("a cancelled trace leaves others alone: at the same node, in the same queue, with their results", async () => {
  const { flow, work, after, call, calls } = running({ concurrency: 2 });
  for (const id of ["a", "t", "b", "t2"]) call(id);
  for (const id of ["t", "t2"]) flow.cancel(id);
  for (let next = 0; next < 4; next++) {
    work.held[next]?.resolve(next);
    await settle();
    for (const each of after.held) each.resolve();
    await settle();
  }
  expect([await calls.get("a"), await calls.get("b")]).toEqual(["nothing was thrown", "nothing was thrown"]);
  expect(work.payloads).toEqual(["a", "t", "b"]);
});

test("the signal of the caller cancels its trace, with its reason as cause", async () => {
  const { flow, work } = running();
  const controller = new AbortController();
  const call = flow.call("x", { signal: controller.signal });
  controller.abort(new Error("user left"));
  await expect(call).rejects.toMatchObject({ code: "TRACE_CANCELLED", cause: { message: "user left" } });
  expect(work.held[0]?.context.signal.aborted).toBe(true);
});

test("a call whose signal has fired before runs nothing", async () => {
  const { flow, work } = running();
  expect(await codeOf(flow.call("x", { signal: AbortSignal.abort() }))).toBe("TRACE_CANCELLED");
  expect(work.held).toHaveLength(0);
});

test("a node that ignores its signal cannot keep the trace alive, nor its place from others", async () => {
  const { flow, work, after, call, calls } = running();
  call("t");
  flow.cancel("t");
  expect(await calls.get("t")).toBe("TRACE_CANCELLED");
  call("next");
  expect(work.payloads).toEqual(["t", "next"]);
  const { context } = work.held[0] as { context: NodeContext };
  expect(await codeOf(context.emit("late"))).toBe("TRACE_CANCELLED");
  work.held[0]?.resolve("late result");
  await settle();
  expect(after.held).toHaveLength(0);
  expect(flow.stats()).toMatchObject({ zombieAttempts: 1, lateCalls: 1 });
});

test("an attempt that fails after it was given up is counted, and no failure of anything", async () => {
  const { clock, flow, work, call, calls } = running({ timeoutMs: 10, maxRetries: 1, backoffBaseMs: 1 });
  call("t");
  await clock.advance(11);
  work.held[0]?.reject(new Error("late"));
  work.held[1]?.resolve();
  expect(await calls.get("t")).toBe("nothing was thrown");
  expect(flow.stats().zombieAttempts).toBe(1);
});

test.each([1, 64, 65, 1_000])(
  "a cancel reaches those who work for its trace, and nobody else (%i places)",
  async (concurrency) => {
    const work = heldNode("work", { policy: { concurrency, unordered: true } });
    const both = node({ name: "both" }, async (id: string, ctx: NodeContext) => {
      await ctx.emit(`${id}1`);
      return `${id}2`;
    });
    await using wide = createFlow({ edges: [both.to(work)], queueSize: 8 });
    const ended = ["a", "b"].map((traceId) => codeOf(wide.call(traceId, { traceId })));
    await settle();
    const of = (id: string) =>
      work.held.filter(({ context }) => context.trace.id === id).map(({ context }) => context.signal);
    expect(of("a").length + of("b").length).toBe(Math.min(4, concurrency));
    const [signals, others] = [of("a"), of("b")];
    wide.cancel("a");
    expect(signals.map(({ aborted }) => aborted)).toEqual(signals.map(() => true));
    expect(others.map(({ aborted }) => aborted)).toEqual(others.map(() => false));
    expect(await ended[0]).toBe("TRACE_CANCELLED");
    wide.cancel("b");
    expect(await ended[1]).toBe("TRACE_CANCELLED");
    const atWork = work.held.length;
    for (const { resolve } of work.held) resolve();
    await settle();
    expect(wide.stats().zombieAttempts).toBe(atWork);
  },
);
