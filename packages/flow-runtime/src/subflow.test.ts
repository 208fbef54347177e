import { createVirtualClock } from "@pergola/core/testing";
import { expect, test } from "vitest";
import { codeOf, heldNode, settle } from "./held-node.test-helper.ts";
import { type CallFlowOptions, createFlow, type Flow, type FlowEvent, node } from "./index.ts";

/** A flow with a node that calls another flow. */
function nested(options: CallFlowOptions = {}, { isShared = false, eventMeta = [] as string[] } = {}) {
  const clock = createVirtualClock();
  const events: FlowEvent[] = [];
  const inner = heldNode("inner");
  const made: Flow<unknown, unknown>[] = [];
  const make = () => {
    const flow = createFlow({ name: "sub", edges: [inner.to()], clock, eventMeta });
    made.push(flow);
    return flow;
  };
  const shared = make();
  const outer = node({ name: "outer" }, (payload: unknown, context) =>
    context.call(isShared ? shared : make, payload, options),
  );
  const flow = createFlow({
    name: "main",
    edges: [outer.to()],
    clock,
    onEvent: (event) => events.push(event),
  });
  const last = () => made.at(-1) as Flow<unknown, unknown>;
  return { clock, events, inner, flow, shared, last };
}

test("a subflow runs as a part of the trace and gives its result", async () => {
  const { flow, inner } = nested();
  const call = flow.call("x");
  expect(inner.payloads).toEqual(["x"]);
  inner.held[0]?.resolve("done");
  expect(await call).toBe("done");
});

test("a subflow inherits deadline, headers and meta, and knows its parent", async () => {
  const { flow, inner } = nested();
  const options = {
    traceId: "t",
    timeoutMs: 500,
    headers: { tenant: "acme", topic: "tea", priority: 3 },
    meta: { user: "ada" },
  };
  const call = flow.call("x", options);
  const { context } = inner.held[0] as (typeof inner.held)[0];
  expect(context.trace).toMatchObject({ parentTraceId: "t", deadlineAt: 500, headers: options.headers });
  expect(context.meta).toEqual({ user: "ada" });
  expect(context.trace.id).not.toBe("t");
  inner.held[0]?.resolve();
  await call;
});

test("a call of a subflow may add headers and meta, and an earlier deadline, but no later one", async () => {
  const own = { headers: { topic: "own" }, meta: { page: 1 }, deadlineAt: 100 };
  const early = nested(own);
  void early.flow
    .call("x", { headers: { tenant: "acme" }, meta: { user: "ada" }, deadlineAt: 500 })
    .catch(() => 0);
  expect(early.inner.held[0]?.context.trace).toMatchObject({
    headers: { tenant: "acme", topic: "own" },
    deadlineAt: 100,
  });
  expect(early.inner.held[0]?.context.meta).toEqual({ user: "ada", page: 1 });
  const late = nested({ deadlineAt: 900 });
  void late.flow.call("x", { deadlineAt: 500 }).catch(() => 0);
  expect(late.inner.held[0]?.context.trace.deadlineAt).toBe(500);
});

test("a deadline ends the subflow, too", async () => {
  const { clock, flow, inner, last } = nested();
  const call = codeOf(flow.call("x", { timeoutMs: 100 }));
  await clock.advance(100);
  expect(await call).toBe("DEADLINE_EXCEEDED");
  expect(inner.held[0]?.context.signal.aborted).toBe(true);
  await settle();
  expect([last().isRunning, last().stats().traces, clock.pendingTimers]).toEqual([false, 0, 0]);
});

test("a cancel reaches the subflow: its nodes' signals fire, and it is stopped", async () => {
  const { flow, inner, last } = nested();
  const call = codeOf(flow.call("x", { traceId: "t" }));
  flow.cancel("t");
  expect(inner.held[0]?.context.signal.aborted).toBe(true);
  expect(await call).toBe("TRACE_CANCELLED");
  await settle();
  expect(last().isRunning).toBe(false);
});

test("an attempt that times out ends its subflow", async () => {
  const clock = createVirtualClock();
  const inner = heldNode("inner");
  const policy = { timeoutMs: 50, maxRetries: 1, backoffBaseMs: 1 };
  const outer = node({ name: "outer", policy }, (payload: unknown, context) =>
    context.call(() => createFlow({ edges: [inner.to()] }), payload),
  );
  await using flow = createFlow({ edges: [outer.to()], clock });
  const call = flow.call("x");
  await clock.advance(51);
  expect(inner.held[0]?.context.signal.aborted).toBe(true);
  inner.held[1]?.resolve("second");
  expect(await call).toBe("second");
});

test("a subflow that its node did not wait for ends with the attempt", async () => {
  const inner = heldNode("inner");
  const outer = node({ name: "outer" }, async (payload: unknown, context) => {
    void context.call(() => createFlow({ edges: [inner.to()] }), payload);
    return "at once";
  });
  await using flow = createFlow({ edges: [outer.to()] });
  expect(await flow.call("x")).toBe("at once");
  await settle();
  expect(inner.held[0]?.context.signal.aborted).toBe(true);
});

test("a failing subflow throws its FlowError, which is the cause of the node's failure", async () => {
  const { flow, inner } = nested();
  const call = flow.call("x", { traceId: "t" });
  inner.held[0]?.reject(new Error("deep"));
  await expect(call).rejects.toMatchObject({
    code: "NODE_EXCEPTION",
    traceId: "t",
    nodeName: "outer",
    cause: { code: "NODE_EXCEPTION", nodeName: "inner", cause: { message: "deep" } },
  });
});

test("a node may catch the failure of its subflow", async () => {
  const bad = node({ name: "bad" }, async (_: string): Promise<string> => {
    throw new Error("deep");
  });
  const outer = node({ name: "outer" }, async (payload: string, context) => {
    const sub = () => createFlow({ edges: [bad.to()] });
    return (await context.call(sub, payload).catch((error: { code: string }) => error.code)) as string;
  });
  await using flow = createFlow({ edges: [outer.to()] });
  expect(await flow.call("x")).toBe("NODE_EXCEPTION");
});

test.each(["resolve", "reject"] as const)(
  "a subflow is stopped after its call, also when it ends by %s",
  async (end) => {
    const { flow, inner, last } = nested();
    const call = codeOf(flow.call("x"));
    inner.held[0]?.[end](new Error("no"));
    await call;
    await settle();
    expect(last().isRunning).toBe(false);
    expect(await codeOf(last().call("y"))).toBe("STOPPED");
  },
);

test("a flow that others use, too, is not stopped by one of them", async () => {
  const { flow, inner, shared } = nested({}, { isShared: true });
  const call = flow.call("x");
  inner.held[0]?.resolve("done");
  await call;
  expect(shared.isRunning).toBe(true);
  const own = shared.call("y");
  inner.held[1]?.resolve("own");
  expect(await own).toBe("own");
  await shared.stop();
});

test("a cancel of the trace cancels only its own part of a shared flow", async () => {
  const { flow, inner, shared } = nested({}, { isShared: true });
  const own = shared.call("own");
  const call = codeOf(flow.call("x", { traceId: "t" }));
  flow.cancel("t");
  expect(await call).toBe("TRACE_CANCELLED");
  await settle();
  inner.held[0]?.resolve("unharmed");
  expect(await own).toBe("unharmed");
  expect(shared.stats().traces).toBe(0);
  await shared.stop();
});

test("the events of a subflow inside a subflow name the trace that they are a part of", async () => {
  const events: FlowEvent[] = [];
  const deepest = node({ name: "deepest" }, async (payload: string) => payload);
  const sub = (name: string, inside: () => Flow<string, string>) => {
    const call = node({ name: "call" }, (payload: string, context) => context.call(inside, payload));
    return createFlow({ name, edges: [call.to()], createId: () => name }) as Flow<string, string>;
  };
  const low = () => createFlow({ name: "low", edges: [deepest.to()], createId: () => "low" });
  const flow = sub("top", () => sub("middle", low));
  flow.on((event) => events.push(event));
  await flow.call("x");
  const parents = new Map(events.map((event) => [event.traceId, event.parentTraceId]));
  expect([...parents].sort()).toEqual([
    ["low", "middle"],
    ["middle", "top"],
    ["top", undefined],
  ]);
});

test("the events of a subflow come with those of the flow, and name its parent trace", async () => {
  const { flow, events, inner } = nested();
  const call = flow.call("x", { traceId: "t" });
  inner.held[0]?.resolve();
  await call;
  const told = events.filter((event) => event.flow === "sub");
  expect(told.map(({ type }) => type)).toEqual([
    "trace-started",
    "node-started",
    "node-succeeded",
    "trace-settled",
  ]);
  expect(told.every(({ parentTraceId, traceId }) => parentTraceId === "t" && traceId !== "t")).toBe(true);
});
