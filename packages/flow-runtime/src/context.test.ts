import { createVirtualClock } from "@pergola/core/testing";
import { expect, test } from "vitest";
import { codeOf, heldNode, settle, thrownCode } from "./held-node.test-helper.ts";
import { createFlow, type NodeContext, node } from "./index.ts";

/** The context of a node that is at work, between two others. */
async function atWork(options: { queueSize?: number } = {}) {
  const work = heldNode("work");
  const next = heldNode("next");
  const other = heldNode("other");
  const flow = createFlow({ ...options, edges: [work.to(next, other)] });
  const call = codeOf(flow.call("x", { traceId: "t", meta: { user: "ada" }, headers: { topic: "tea" } }));
  await settle();
  const { context } = work.held[0] as { context: NodeContext };
  return { flow, work, next, other, context, call };
}

test("a context knows its node, attempt, message, meta and trace", async () => {
  const { context } = await atWork();
  expect([context.nodeName, context.attempt, context.meta]).toEqual(["work", 1, { user: "ada" }]);
  expect(context.message).toMatchObject({ payload: "x", traceId: "t", meta: { user: "ada" } });
  expect(context.trace).toMatchObject({ id: "t", headers: { topic: "tea", tenant: "local", priority: 0 } });
});

test("emit sends to all successors, to the one that is named, or to several", async () => {
  const { context, next, other } = await atWork();
  await context.emit(1);
  await context.emit(2, { to: "next" });
  await context.emit(3, { to: ["other", "next"] });
  for (const each of [...Array(3).keys()]) {
    next.held[each]?.resolve();
    other.held[each]?.resolve();
    await settle();
  }
  expect([next.payloads, other.payloads]).toEqual([
    [1, 2, 3],
    [1, 3],
  ]);
});

test("emit to something that is no successor rejects, listing the successors that exist, sorted", async () => {
  const { context } = await atWork();
  await expect(context.emit(1, { to: "nxt" })).rejects.toMatchObject({
    code: "UNKNOWN_TARGET",
    message: 'Node "work" sent a message to "nxt", which is no successor of it.',
    hint: 'Its successors are "next", "other".',
  });
});

test("nothing is sent when one of several targets is unknown", async () => {
  const { context, next } = await atWork();
  expect(await codeOf(context.emit(1, { to: ["next", "nowhere"] }))).toBe("UNKNOWN_TARGET");
  expect(next.held).toHaveLength(0);
});

test("emit resolves when every target has accepted the message", async () => {
  const { context, next } = await atWork({ queueSize: 1 });
  await context.emit(1);
  await context.emit(2);
  let isAccepted = false;
  const emit = context.emit(3).then(() => {
    isAccepted = true;
  });
  await settle();
  expect(isAccepted).toBe(false);
  next.held[0]?.resolve();
  await settle();
  expect(isAccepted).toBe(false);
  expect(next.payloads).toEqual([1, 2]);
  void emit;
});

test("emitNowait sends at once, or throws QUEUE_FULL naming the target, and then nothing was sent", async () => {
  const { context, next, other } = await atWork({ queueSize: 1 });
  context.emitNowait(1);
  context.emitNowait(2, { to: "next" });
  expect(thrownCode(() => context.emitNowait(3))).toBe("QUEUE_FULL");
  expect(() => context.emitNowait(3)).toThrow('Node "work" cannot send to "next" at once');
  expect(thrownCode(() => context.emitNowait(3, { to: "nowhere" }))).toBe("UNKNOWN_TARGET");
  other.held[0]?.resolve();
  next.held[0]?.resolve();
  await settle();
  expect([next.payloads, other.payloads]).toEqual([[1, 2], [1]]);
});

test("more than 1 024 messages that nobody awaits are refused with QUEUE_FULL", async () => {
  const { context } = await atWork({ queueSize: 1 });
  const emits = Array.from({ length: 1_200 }, () => context.emit(1, { to: "next" }));
  const early = await Promise.race([codeOf(emits[1_199] as Promise<void>), settle()]);
  expect(early).toBe("QUEUE_FULL");
});

test("fetch gives the next message of the own trace, not of another one", async () => {
  const pairs = node({ name: "pairs" }, async (first: string, context) => {
    const { payload, traceId } = await context.fetch();
    return [first, payload, traceId];
  });
  const split = node({ name: "split" }, async (text: string, context) => {
    for (const part of text.split(" ")) {
      await context.emit(part);
      await settle();
    }
  });
  await using flow = createFlow({ edges: [split.to(pairs)] });
  const both = [flow.call("a b", { traceId: "t" }), flow.call("c d", { traceId: "u" })];
  expect(await Promise.all(both)).toEqual([
    ["a", "b", "t"],
    ["c", "d", "u"],
  ]);
});

test("a node that waits in fetch leaves its place to other traces", async () => {
  const open = heldNode("open");
  const wait = node({ name: "wait" }, async (payload: unknown, context) =>
    payload === "wait" ? (await context.fetch()).payload : payload,
  );
  const start = node({ name: "start" }, async (payload: string) => payload);
  await using flow = createFlow({ edges: [start.to(wait, open), open.to(wait)], egress: [wait] });
  const waiting = flow.call("wait");
  await settle();
  const passing = flow.call("pass");
  await settle();
  open.held[0]?.resolve("late");
  expect(await waiting).toBe("late");
  open.held[1]?.resolve();
  expect(await passing).toBe("pass");
});

test("fetch rejects with NODE_STARVED when nothing of its trace can come any more", async () => {
  const wait = node({ name: "wait" }, async (_: string, context) => (await context.fetch()).payload);
  await using flow = createFlow({ edges: [wait.to()] });
  await expect(flow.call("x")).rejects.toMatchObject({ code: "NODE_STARVED", nodeName: "wait" });
});

test("a node may go on after NODE_STARVED", async () => {
  const wait = node({ name: "wait" }, async (_: string, context) => codeOf(context.fetch()));
  await using flow = createFlow({ edges: [wait.to()] });
  expect(await flow.call("x")).toBe("NODE_STARVED");
});

test("a second fetch before the first was answered is refused, and the first goes on", async () => {
  const wait = node({ name: "wait" }, async (_: unknown, context) => {
    const first = context.fetch();
    return [await codeOf(context.fetch()), (await first).payload];
  });
  const late = heldNode("late");
  const start = node({ name: "start" }, async (payload: string) => payload);
  await using flow = createFlow({ edges: [start.to(wait, late), late.to(wait)], egress: [wait] });
  const call = flow.call("x");
  await settle();
  late.held[0]?.resolve("late");
  expect(await call).toEqual(["NODE_STARVED", "late"]);
});

test("waiting in fetch ends with the reason of its signal", async () => {
  const controller = new AbortController();
  const wait = node({ name: "wait" }, async (_: unknown, context) => {
    const fetched = context.fetch({ signal: controller.signal });
    controller.abort(new Error("enough"));
    return fetched.catch((error: Error) => error.message);
  });
  const late = heldNode("late");
  await using flow = createFlow({ edges: [wait.to(), late.to()], egress: [wait] });
  const call = flow.call("x");
  await settle();
  late.held[0]?.resolve();
  expect(await call).toBe("enough");
});

test("state is kept from message to message of a trace at a node, and made once", async () => {
  let made = 0;
  const sum = node({ name: "sum" }, async (value: number, context) => {
    const state = context.state(() => ({ made: ++made, total: 0 }));
    state.total += value;
    return { ...state };
  });
  const split = node({ name: "split" }, async (values: number[], context) => {
    for (const value of values) await context.emit(value);
  });
  await using flow = createFlow({ edges: [split.to(sum)] });
  const totals: unknown[] = [];
  for (const values of [[1, 2, 3], [10]])
    for await (const item of flow.stream(values)) if (item.type === "result") totals.push(item.value);
  expect(totals).toEqual([
    { made: 1, total: 1 },
    { made: 1, total: 3 },
    { made: 1, total: 6 },
    { made: 2, total: 10 },
  ]);
});

test("what is logged says which trace and node it is of", async () => {
  const lines: unknown[] = [];
  const loggerOf = (bound: object): never =>
    ({
      info: (text: string) => lines.push([text, bound]),
      child: (more: object) => loggerOf({ ...bound, ...more }),
    }) as never;
  const work = node({ name: "work" }, async (_: string, { logger }) => logger.info("hello"));
  await using flow = createFlow({ edges: [work.to()], logger: loggerOf({}) });
  await flow.call("x", { traceId: "t" });
  expect(lines).toEqual([["hello", { traceId: "t", node: "work" }]]);
});

test("the signal fires when the attempt times out, and the trace's own does not", async () => {
  const clock = createVirtualClock();
  const work = heldNode("work", { policy: { timeoutMs: 50, maxRetries: 1 } });
  await using flow = createFlow({ edges: [work.to()], clock });
  const call = codeOf(flow.call("x"));
  const { signal, trace } = (work.held[0] as { context: NodeContext }).context;
  await clock.advance(50);
  expect([signal.aborted, (signal.reason as { code: string }).code]).toEqual([true, "NODE_TIMEOUT"]);
  expect(trace.signal.aborted).toBe(false);
  await clock.advance(1_000);
  expect(await call).toBe("NODE_TIMEOUT");
});

test("a context that is used after its node has returned throws CONTEXT_OVER, does nothing and is counted", async () => {
  const { context, work, next, other, flow, call } = await atWork();
  work.held[0]?.resolve();
  await call;
  const uses = [
    context.emit(1),
    context.fetch(),
    context.emitChunk({ text: "x" }),
    context.call(flow, 1 as never),
  ];
  expect(await Promise.all(uses.map(codeOf))).toEqual(Array.from({ length: 4 }, () => "CONTEXT_OVER"));
  const calls = [() => context.emitNowait(1), () => context.addTokens(1), () => context.state(() => 1)];
  expect(calls.map(thrownCode)).toEqual(Array.from({ length: 3 }, () => "CONTEXT_OVER"));
  expect(flow.stats().lateCalls).toBe(7);
  expect([next.held.length, other.held.length]).toEqual([0, 0]);
});
