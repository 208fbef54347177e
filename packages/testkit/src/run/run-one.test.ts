import { AsyncLocalStorage } from "node:async_hooks";
import { sleep } from "@pergola/core";
import { createFlow, type Flow, ModelRegistry, node } from "@pergola/flow-runtime";
import { expect, expectTypeOf, test } from "vitest";
import { z } from "zod";
import { createVirtualTime, type FlowRun, runOne, simulateError, testSeams, visitedNodes } from "../index.ts";

const parse = node({ name: "parse", input: z.string() }, (text) => text.split(" "));
const count = node({ name: "count" }, (words: string[]) => words.length);
const PATIENT = { maxRetries: 5, backoffBaseMs: 60_000, maxBackoffMs: 3_600_000 };
const slow = node({ name: "slow", policy: PATIENT }, (value: number) => value);

test("a run says how its trace ended, what came out of it and what happened", async () => {
  const run = await runOne({ name: "words", edges: [parse.to(count)] }, "a b c");
  expect(run).toMatchObject({
    traceId: "trace-1",
    outcome: "completed",
    result: 3,
    results: [3],
    error: undefined,
    chunks: [],
    latencyMs: 0,
    notKept: { events: 0, items: 0 },
  });
  expect(run.events.map(({ type, nodeName, ts }) => ({ type, nodeName, ts }))).toContainEqual({
    type: "node-started",
    nodeName: "count",
    ts: 0,
  });
  expect(run.events.at(-1)).toMatchObject({ type: "trace-settled", flow: "words" });
});

test("types follow from the flow", async () => {
  const flow = createFlow({ edges: [parse.to(count)] });
  expectTypeOf(runOne(flow, "a")).resolves.toEqualTypeOf<FlowRun<number>>();
  expectTypeOf(runOne({ edges: [parse.to(count)] }, "a")).resolves.toEqualTypeOf<FlowRun<number>>();
  expectTypeOf(runOne(() => flow, "a")).resolves.toEqualTypeOf<FlowRun<number>>();
  // @ts-expect-error the flow takes text
  expect(await runOne({ edges: [parse.to(count)] }, 1)).toMatchObject({ outcome: "failed" });
});

test("minutes of backoff take no time", async () => {
  const began = performance.now();
  const run = await runOne({ edges: [simulateError(slow, "NODE_EXCEPTION", { failTimes: 3 }).to()] }, 7);
  expect(run).toMatchObject({ outcome: "completed", result: 7, latencyMs: 60_000 * (1 + 2 + 4) });
  expect(performance.now() - began).toBeLessThan(2_000);
});

test("a flow that was made on virtual time before is moved by whoever runs it", async () => {
  const broken = simulateError(slow, "NODE_EXCEPTION");
  const flow = createFlow({ ...testSeams({ startAt: 1_000 }), edges: [broken.to()] });
  const run = await runOne(flow, 7);
  expect(run).toMatchObject({ outcome: "completed", latencyMs: 60_000 });
  expect(run.events.at(-1)).toMatchObject({ ts: 61_000 });
});

test("a flow inside the flow is moved, too, and what it does is told apart, though its ids are the same", async () => {
  const edges = [simulateError(slow, "NODE_EXCEPTION").to()];
  const inner = () => createFlow({ name: "inner", ...testSeams(), edges });
  const outer = node({ name: "outer" }, async (value: number, ctx) => {
    await ctx.call(inner, value);
    throw new Error("no");
  });
  const run = await runOne({ edges: [outer.to()] }, 7);
  expect(run).toMatchObject({ outcome: "failed", latencyMs: 60_000 });
  expect(visitedNodes(run)).toEqual(["outer"]);
  const settled = { flow: "inner", type: "trace-settled", outcome: "completed", latencyMs: 60_000 };
  expect(run.events).toContainEqual(expect.objectContaining(settled));
});

test("times of several flows move together, and the first timer of all comes first", async () => {
  const edges = [simulateError(slow, "NODE_EXCEPTION", { failTimes: 2 }).to()];
  const inner = createFlow({ ...testSeams({ startAt: 1_000_000 }), edges });
  const patient = node({ name: "outer", policy: { timeoutMs: 180_001 } }, (_: number, ctx) =>
    ctx.call(inner, 7),
  );
  const enough = await runOne({ edges: [patient.to()] }, 7);
  expect(enough).toMatchObject({ outcome: "completed", latencyMs: 180_000 });
  const slower = simulateError(slow, "NODE_EXCEPTION", { failTimes: 2 });
  const other = createFlow({ ...testSeams(), edges: [slower.to()] });
  const hasty = node({ name: "outer", policy: { timeoutMs: 70_000 } }, (_: number, ctx) =>
    ctx.call(other, 7),
  );
  const late = await runOne({ edges: [hasty.to()] }, 7);
  expect(late).toMatchObject({ error: { code: "NODE_TIMEOUT" }, latencyMs: 70_000 });
});

test("events of other traces are not those of the run", async () => {
  const flow = createFlow({ ...testSeams(), edges: [simulateError(slow, "NODE_EXCEPTION").to()] });
  const other = flow.call(1, { traceId: "other" }).catch((error: unknown) => error);
  const run = await runOne(flow, 7);
  expect(new Set(run.events.map(({ traceId }) => traceId))).toEqual(new Set(["trace-1"]));
  expect(await other).toBeDefined();
});

test("a flow on real time is run on it", async () => {
  const wait = node({ name: "wait" }, async (ms: number, { signal }) => {
    await sleep(ms, { signal });
    return "woken";
  });
  const run = await runOne(createFlow({ edges: [wait.to()] }), 5);
  expect(run.result).toBe("woken");
  expect(run.latencyMs).toBeGreaterThan(3);
});

test("a function makes the flow of the seams, and of the registry that the test gives", async () => {
  const registry = new ModelRegistry();
  registry.register("add", { input: z.coerce.number() });
  const add = node({ name: "add" }, (value: number) => value + 1);
  const make = (seams: object): Flow<number, number> => createFlow({ ...seams, edges: [add.to()] });
  expect(await runOne(make, "41" as never, { registry })).toMatchObject({ result: 42 });
  expect(await runOne({ edges: [add.to()] }, "41" as never, { registry })).toMatchObject({ result: 42 });
  const refused = runOne(createFlow({ name: "made", edges: [add.to()] }), 1, { registry });
  await expect(refused).rejects.toMatchObject({
    code: "INVALID_TEST_OPTIONS",
    message: expect.stringContaining('"made"'),
  });
});

test("headers, meta, ids and limits of the call arrive", async () => {
  const tell = node({ name: "tell" }, (_: null, { message, trace }) => ({
    topic: message.headers.topic,
    meta: message.meta,
    id: trace.id,
    deadlineAt: trace.deadlineAt,
  }));
  const options = { headers: { tenant: "acme", topic: "x" }, meta: { a: 1 }, traceId: "mine", timeoutMs: 50 };
  const run = await runOne({ edges: [tell.to()] }, null, options);
  expect(run.result).toEqual({ topic: "x", meta: { a: 1 }, id: "mine", deadlineAt: 50 });
  expect(run.items).toMatchObject([{ type: "result", meta: { a: 1 } }]);
});

test("a failure is told, not thrown", async () => {
  const bad = node({ name: "bad" }, () => {
    throw new Error("no");
  });
  const run = await runOne({ edges: [bad.to()] }, undefined);
  expect(run).toMatchObject({ outcome: "failed", result: undefined, results: [] });
  expect(run.error).toMatchObject({ code: "NODE_EXCEPTION", nodeName: "bad", traceId: "trace-1" });
});

test("a deadline in the middle of a node is the end at once", async () => {
  const hang = node({ name: "hang" }, () => new Promise<number>(() => {}));
  const run = await runOne({ edges: [hang.to()] }, undefined, { timeoutMs: 86_400_000 });
  expect(run).toMatchObject({ outcome: "deadline", latencyMs: 86_400_000 });
  expect(run.error?.code).toBe("DEADLINE_EXCEEDED");
});

test("a signal cancels the trace", async () => {
  const controller = new AbortController();
  const hang = node({ name: "hang" }, () => {
    controller.abort();
    return new Promise<number>(() => {});
  });
  const run = await runOne({ edges: [hang.to()] }, undefined, { signal: controller.signal });
  expect(run.outcome).toBe("cancelled");
});

test("several results and all chunks are kept in order, and result stays empty", async () => {
  const say = node({ name: "say" }, async (text: string, ctx) => {
    for (const part of text) await ctx.emitChunk({ text: part });
    await ctx.emit("one");
    await ctx.emit("two");
  });
  const { chunks, result, results, items } = await runOne({ edges: [say.to()] }, "x".repeat(500));
  expect(chunks.map(({ seq }) => seq)).toEqual(Array.from({ length: 500 }, (_, index) => index));
  expect([result, results, items.length]).toEqual([undefined, ["one", "two"], 502]);
});

test("what is kept is bounded, and what was not kept is counted", async () => {
  const say = node({ name: "say" }, async (times: number, ctx) => {
    for (let index = 0; index < times; index++) await ctx.emitChunk({ text: `${index}` });
  });
  const run = await runOne({ edges: [say.to()] }, 100, { maxRecorded: 10 });
  expect(run.chunks.map(({ seq }) => seq)).toEqual([90, 91, 92, 93, 94, 95, 96, 97, 98, 99]);
  expect(run.notKept).toEqual({ events: expect.any(Number), items: 90 });
  expect(run.notKept.events + run.events.length).toBeGreaterThan(100);
  expect(run.events).toHaveLength(10);
});

test("work that is never over is an error that says where, and the flow is stopped", async () => {
  const hang = node({ name: "hang" }, () => new Promise<number>(() => {}));
  const flow = createFlow({ ...testSeams(), edges: [parse.to(hang)] });
  await expect(runOne(flow, "a b", { patienceMs: 20 })).rejects.toMatchObject({
    code: "NEVER_SETTLED",
    message: expect.stringMatching(/after 20 ms.*At work: "hang"\./),
  });
  expect([flow.isRunning, flow.stats().traces]).toEqual([false, 0]);
});

test("work that is never over says which messages wait for which node, or that none is at work", async () => {
  const hang = node({ name: "hang" }, () => new Promise<number>(() => {}));
  const many = node({ name: "many" }, async (_: string, { emit }) => {
    for (let index = 0; index < 4; index++) await emit(index);
  });
  await expect(runOne({ edges: [many.to(hang)] }, "go", { patienceMs: 20 })).rejects.toThrow(
    'At work: "hang". Messages that wait: 3 for "hang".',
  );
  const never = { ...testSeams().clock, setTimer: () => () => undefined };
  const retried = node({ name: "retried", policy: { maxRetries: 1 } }, (): number => {
    throw new Error("no");
  });
  const stuck = runOne({ edges: [retried.to()], clock: never }, 1 as never, { patienceMs: 20 });
  await expect(stuck).rejects.toThrow("No node is at work.");
});

test("time that could move for ever is no way round the patience", async () => {
  const time = createVirtualTime();
  const clock = time.seams.clock;
  const loop = node({ name: "loop" }, async () => {
    for (;;) await new Promise<void>((resolve) => void clock.setTimer(1, resolve));
  });
  const endless = runOne({ edges: [loop.to()] }, undefined, { time, patienceMs: 30 });
  await expect(endless).rejects.toMatchObject({ code: "NEVER_SETTLED" });
});

test("the flow is stopped in any case, and a next run begins it anew", async () => {
  const flow = createFlow({ ...testSeams(), edges: [parse.to(count)] });
  const first = await runOne(flow, "a b");
  expect(flow.isRunning).toBe(false);
  const second = await runOne(flow, 5 as never);
  expect(flow.isRunning).toBe(false);
  expect([first.traceId, second.traceId]).toEqual(["trace-1", "trace-2"]);
  expect([first.outcome, second.outcome]).toEqual(["completed", "failed"]);
  expect(second.events.every(({ traceId }) => traceId === "trace-2")).toBe(true);
});

test("what refuses the call or the flow is thrown as it is", async () => {
  const unknown = runOne({ edges: [parse.to(count)] }, "a", { to: "nowhere" });
  await expect(unknown).rejects.toMatchObject({ code: "UNKNOWN_TARGET" });
  const cycle = runOne({ edges: [slow.to(slow)], allowCycles: "yes" as never }, 1);
  await expect(cycle).rejects.toMatchObject({ code: "INVALID_FLOW" });
  const impatient = runOne({ edges: [slow.to()] }, 1, { patienceMs: 0 });
  await expect(impatient).rejects.toMatchObject({ code: "INVALID_TEST_OPTIONS" });
});

test("runs at once do not move each other's time", async () => {
  const quick = runOne({ edges: [slow.to()] }, 1);
  const late = runOne({ edges: [simulateError(slow, new Error("no"), { failTimes: 2 }).to()] }, 2);
  expect((await Promise.all([quick, late])).map(({ latencyMs }) => latencyMs)).toEqual([0, 180_000]);
});

test("a node sees the context of whoever runs it", async () => {
  const store = new AsyncLocalStorage<string>();
  const ask = node({ name: "ask" }, () => store.getStore());
  const run = await store.run("here", () => runOne({ edges: [ask.to()] }, undefined));
  expect(run.result).toBe("here");
});
