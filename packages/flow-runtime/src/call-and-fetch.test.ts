import { getEventListeners } from "node:events";
import { expect, test } from "vitest";
import { codeOf, heldNode, settle } from "./held-node.test-helper.ts";
import { type CallOptions, createFlow, node } from "./index.ts";

const double = node({ name: "double" }, async (value: number) => value * 2);
const give = node({ name: "give" }, async (values: readonly number[], context) => {
  for (const value of values) await context.emit(value);
});

test("call resolves with the one result of its trace", async () => {
  await using flow = createFlow({ edges: [double.to()] });
  expect(await flow.call(2)).toBe(4);
});

test("call resolves with undefined when there is no result", async () => {
  await using flow = createFlow({ edges: [give.to()] });
  expect(await flow.call([])).toBeUndefined();
});

test("a node that returns null has a result", async () => {
  await using flow = createFlow({ edges: [node({ name: "none" }, async (_: number) => null).to()] });
  expect(await flow.call(1)).toBeNull();
});

test("call rejects with MULTIPLE_RESULTS when there is a second one, and says what to do", async () => {
  await using flow = createFlow({ edges: [give.to()] });
  await expect(flow.call([1, 2])).rejects.toMatchObject({
    code: "MULTIPLE_RESULTS",
    hint: "Read it with stream(), or join the branches before the egress.",
  });
});

test("call resolves when the whole trace has ended, not with its first result", async () => {
  const late = heldNode("late");
  const start = node({ name: "start" }, async (value: number) => value);
  const end = node({ name: "end" }, async (value: unknown) => value);
  await using flow = createFlow({ edges: [start.to(end, late)] });
  let isDone = false;
  const call = flow.call(1).finally(() => {
    isDone = true;
  });
  await settle();
  expect(isDone).toBe(false);
  late.held[0]?.resolve();
  expect(await call).toBe(1);
});

test("stream gives every result in order, then ends", async () => {
  await using flow = createFlow({ edges: [give.to()] });
  const values: unknown[] = [];
  for await (const item of flow.stream([3, 1, 2])) if (item.type === "result") values.push(item.value);
  expect(values).toEqual([3, 1, 2]);
});

test("stream throws what ended the trace after the results that came before it, and then has ended", async () => {
  const fail = node({ name: "fail" }, async (_: number, context) => {
    await context.emit(1);
    throw new Error("no");
  });
  await using flow = createFlow({ edges: [fail.to()] });
  const stream = flow.stream(0);
  expect(await stream.next()).toMatchObject({ value: { value: 1 } });
  await settle();
  expect(await codeOf(stream.next())).toBe("NODE_EXCEPTION");
  expect(await stream.next()).toEqual({ value: undefined, done: true });
});

test("emit resolves with the trace id once the message is accepted; fetch gives its results", async () => {
  await using flow = createFlow({ edges: [give.to(double)] });
  const traceId = await flow.emit([1, 2]);
  const fetched = [await flow.fetch(), await flow.fetch({ traceId })];
  expect(fetched.map((message) => [message?.traceId, message?.payload])).toEqual([
    [traceId, 2],
    [traceId, 4],
  ]);
});

test("fetch waits for a result, and those who wait are served in order", async () => {
  const work = heldNode("work", { policy: { concurrency: 2 } });
  await using flow = createFlow({ edges: [work.to()] });
  const fetches = [flow.fetch(), flow.fetch()];
  await Promise.all([flow.emit("a"), flow.emit("b")]);
  work.held[1]?.resolve("B");
  await settle();
  work.held[0]?.resolve("A");
  expect((await Promise.all(fetches)).map((message) => message?.payload)).toEqual(["B", "A"]);
});

test("fetch of one trace never gives the result of another", async () => {
  const work = heldNode("work", { policy: { concurrency: 2 } });
  await using flow = createFlow({ edges: [work.to()] });
  const [a, b] = [await flow.emit("a"), await flow.emit("b")];
  const fetches = [flow.fetch({ traceId: b }), flow.fetch({ traceId: a })];
  work.held[0]?.resolve("A");
  work.held[1]?.resolve("B");
  expect((await Promise.all(fetches)).map((message) => message?.payload)).toEqual(["B", "A"]);
});

test("fetch of a trace gives undefined when it has ended without another result, waiting or later", async () => {
  await using flow = createFlow({ edges: [give.to()] });
  const early = await flow.emit([], { traceId: "early" });
  await settle();
  expect(await flow.fetch({ traceId: early })).toBeUndefined();
  const work = heldNode("work");
  await using other = createFlow({ edges: [work.to()] });
  const waiting = other.fetch({ traceId: await other.emit(1) });
  work.held[0]?.resolve(undefined);
  expect(await waiting).toBeUndefined();
});

test("fetch of a trace that failed rejects with its error, after the results that came before", async () => {
  const fail = node({ name: "fail" }, async (_: number, context) => {
    await context.emit("first");
    throw new Error("no");
  });
  await using flow = createFlow({ edges: [fail.to()] });
  const traceId = await flow.emit(1);
  await settle();
  expect((await flow.fetch({ traceId }))?.payload).toBe("first");
  expect(await codeOf(flow.fetch({ traceId }))).toBe("NODE_EXCEPTION");
  expect(await codeOf(flow.fetch({ traceId }))).toBe("UNKNOWN_TRACE");
});

test("fetch of any trace is told of a failure, too", async () => {
  const work = heldNode("work");
  await using flow = createFlow({ edges: [work.to()] });
  const fetched = codeOf(flow.fetch());
  await flow.emit(1);
  work.held[0]?.reject(new Error("no"));
  expect(await fetched).toBe("NODE_EXCEPTION");
});

test("fetch of a trace that there is not rejects with UNKNOWN_TRACE", async () => {
  await using flow = createFlow({ edges: [double.to()] });
  expect(await codeOf(flow.fetch({ traceId: "x" }))).toBe("UNKNOWN_TRACE");
});

test("waiting in fetch ends with the reason of its signal, and the next result is not lost to it", async () => {
  await using flow = createFlow({ edges: [double.to()] });
  const controller = new AbortController();
  const fetched = flow.fetch({ signal: controller.signal });
  controller.abort(new Error("enough"));
  await expect(fetched).rejects.toThrow("enough");
  expect(getEventListeners(controller.signal, "abort")).toHaveLength(0);
  await flow.emit(2);
  expect((await flow.fetch())?.payload).toBe(4);
  await expect(flow.fetch({ signal: AbortSignal.abort(new Error("before")) })).rejects.toThrow("before");
});

test("a message that emit could not deliver in its time is no trace any more", async () => {
  const work = heldNode("work");
  await using flow = createFlow({ edges: [work.to()], queueSize: 1 });
  await Promise.all([flow.emit(1), flow.emit(2)]);
  const blocked = codeOf(flow.emit(3, { traceId: "blocked" }));
  flow.cancel("blocked");
  expect(await blocked).toBe("TRACE_CANCELLED");
  expect(await codeOf(flow.fetch({ traceId: "blocked" }))).toBe("UNKNOWN_TRACE");
});

test("a trace id that runs already is refused, and the running trace keeps its results", async () => {
  const [start, late] = [node({ name: "start" }, async (value: number) => value), heldNode("late")];
  const out = node({ name: "out" }, async (value: unknown) => value);
  await using flow = createFlow({ edges: [start.to(out, late)] });
  await flow.emit(1, { traceId: "t" });
  await settle();
  expect(await codeOf(flow.emit(2, { traceId: "t" }))).toBe("DUPLICATE_TRACE");
  expect(await codeOf(flow.call(2, { traceId: "t" }))).toBe("DUPLICATE_TRACE");
  expect((await flow.fetch({ traceId: "t" }))?.payload).toBe(1);
});

test("a trace id can be used again once its trace has ended; what nobody fetched is counted", async () => {
  await using flow = createFlow({ edges: [double.to()] });
  await flow.emit(1, { traceId: "t" });
  await settle();
  await flow.emit(5, { traceId: "t" });
  expect((await flow.fetch({ traceId: "t" }))?.payload).toBe(10);
  expect(flow.stats().forgottenResults).toBe(1);
});

test.each<[string, object]>([
  ["signal", { signal: {} }],
  ["deadlineAt", { deadlineAt: "soon" }],
  ["timeoutMs", { timeoutMs: -1 }],
  ["meta", { meta: [] }],
  ["traceId", { traceId: "" }],
  ["headers", { headers: "x" }],
  ["headers.priority", { headers: { priority: Number.NaN } }],
  ["headers.tenant", { headers: { tenant: "" } }],
  ["budget.hops", { budget: { hops: 0 } }],
  ["budget.onExhausted", { budget: { onExhausted: "panic" } }],
  ["to", { to: 1 }],
])("an option %s that cannot be is refused, naming it", async (path, options) => {
  await using flow = createFlow({ edges: [double.to()] });
  await expect(flow.call(1, options as CallOptions)).rejects.toMatchObject({ code: "INVALID_OPTIONS" });
  await expect(flow.emit(1, options as CallOptions)).rejects.toThrow(path);
});

test("an option that there is not is refused, with the nearest name", async () => {
  await using flow = createFlow({ edges: [double.to()] });
  const options = { timeout: 5 } as CallOptions;
  await expect(flow.call(1, options)).rejects.toMatchObject({ code: "INVALID_OPTIONS", hint: /timeoutMs/ });
});

test("who looks at the id of a trace of call() finds a name that cancels it; one that ends unseen needs none", async () => {
  const seen: string[] = [];
  const work = node({ name: "work" }, async (isSlow: boolean, { trace, signal }) => {
    if (!isSlow) return "done";
    seen.push(trace.id, trace.id);
    await new Promise((resolve) => signal.addEventListener("abort", resolve));
    return "late";
  });
  await using flow = createFlow({ edges: [work.to()] });
  expect(await flow.call(false)).toBe("done");
  const call = flow.call(true);
  await settle();
  expect(seen[0]).toMatch(/^[\da-f-]{36}$/);
  expect(seen[1]).toBe(seen[0]);
  expect(flow.cancel(seen[0] as string)).toBe(true);
  await expect(call).rejects.toMatchObject({ code: "TRACE_CANCELLED", traceId: seen[0] });
  expect(flow.cancel(seen[0] as string)).toBe(false);
});
