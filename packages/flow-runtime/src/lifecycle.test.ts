import { createVirtualClock } from "@pergola/core/testing";
import { expect, test } from "vitest";
import { codeOf, heldNode, settle, thrownCode } from "./held-node.test-helper.ts";
import { createFlow, node } from "./index.ts";

function busy(options: { maxTraces?: number } = {}) {
  const clock = createVirtualClock();
  const work = heldNode("work");
  const flow = createFlow({ ...options, edges: [work.to()], queueSize: 1, clock, name: "busy" });
  return { clock, work, flow };
}

test("the first call begins the flow; run() does it, too, and twice is as once", async () => {
  const { flow, work } = busy();
  expect(flow.isRunning).toBe(false);
  flow.run();
  flow.run();
  expect(flow.isRunning).toBe(true);
  const call = flow.call(1);
  work.held[0]?.resolve("done");
  expect(await call).toBe("done");
  await flow.stop();
});

test("stop rejects every waiter with STOPPED: running, queued, blocked, waiting to begin and to fetch", async () => {
  const { flow } = busy({ maxTraces: 4 });
  const running = ["running", "queued", "blocked", "blocked emit"].map((name, place) =>
    codeOf(place === 3 ? flow.emit(name) : flow.call(name)),
  );
  const waiting = [flow.call("w"), flow.emit("w"), flow.stream("w").next(), flow.fetch()].map(codeOf);
  await flow.stop();
  expect(await Promise.all([...running, ...waiting])).toEqual(Array.from({ length: 8 }, () => "STOPPED"));
  expect(flow.stats()).toMatchObject({ traces: 0, waiting: 0, queueDepths: { work: 0 } });
});

test("stop fires the signal of what runs, and what that gives later is dropped and counted", async () => {
  const { flow, work } = busy();
  const call = codeOf(flow.call(1));
  const signal = work.held[0]?.context.signal;
  await flow.stop();
  expect([await call, signal?.aborted]).toEqual(["STOPPED", true]);
  work.held[0]?.resolve("late");
  await settle();
  expect(flow.stats().zombieAttempts).toBe(1);
});

test("stop with mode drain waits for what runs, and refuses what is new", async () => {
  const { flow, work } = busy({ maxTraces: 2 });
  const calls = [flow.call(1), flow.call(2)];
  const waiting = codeOf(flow.call(3));
  let isStopped = false;
  const stopping = flow.stop({ mode: "drain" }).then(() => {
    isStopped = true;
  });
  expect(await waiting).toBe("STOPPED");
  expect(await codeOf(flow.call(4))).toBe("STOPPED");
  expect(thrownCode(() => flow.run())).toBe("STOPPED");
  work.held[0]?.resolve("one");
  await settle();
  expect(isStopped).toBe(false);
  work.held[1]?.resolve("two");
  await stopping;
  expect(await Promise.all(calls)).toEqual(["one", "two"]);
});

test("while it drains, results can be fetched: those that are there, and those that come", async () => {
  const { flow, work } = busy();
  const ids = [await flow.emit("there"), await flow.emit("to come")];
  work.held[0]?.resolve("first");
  await settle();
  let isStopped = false;
  const stopping = flow.stop({ mode: "drain" }).then(() => {
    isStopped = true;
  });
  expect((await flow.fetch({ traceId: ids[0] as string }))?.payload).toBe("first");
  expect(await codeOf(flow.fetch({ traceId: "nobody" }))).toBe("UNKNOWN_TRACE");
  const next = flow.fetch();
  const none = codeOf(flow.fetch());
  expect([await codeOf(flow.emit("new")), isStopped]).toEqual(["STOPPED", false]);
  work.held[1]?.resolve("second");
  expect((await next)?.payload).toBe("second");
  await stopping;
  expect([await none, await codeOf(flow.fetch())]).toEqual(["STOPPED", "STOPPED"]);
});

test("who fetches when a drain is over and the history is still being written is told so", async () => {
  const written = Promise.withResolvers<void>();
  const history = { append: () => written.promise, load: () => [] };
  const flow = createFlow({ edges: [node({ name: "one" }, () => 1).to()], history });
  await flow.call(1);
  const stopping = flow.stop({ mode: "drain" });
  await settle();
  expect(await codeOf(flow.fetch())).toBe("STOPPED");
  written.resolve();
  await stopping;
});

test("drain ends what is left after timeoutMs", async () => {
  const { clock, flow } = busy();
  const call = codeOf(flow.call(1));
  const stopping = flow.stop({ mode: "drain", timeoutMs: 100 });
  await clock.advance(99);
  expect(flow.stats().traces).toBe(1);
  await clock.advance(1);
  await stopping;
  expect(await call).toBe("STOPPED");
});

test("a drain that ends in time leaves no timer", async () => {
  const { clock, flow, work } = busy();
  const call = flow.call(1);
  const stopping = flow.stop({ mode: "drain", timeoutMs: 100 });
  work.held[0]?.resolve();
  await Promise.all([call, stopping]);
  expect(clock.pendingTimers).toBe(0);
});

test("a stop with mode abort ends a drain", async () => {
  const { flow } = busy();
  const call = codeOf(flow.call(1));
  const draining = flow.stop({ mode: "drain" });
  await flow.stop();
  await draining;
  expect(await call).toBe("STOPPED");
});

test("stop is idempotent, and close and async dispose do the same", async () => {
  const { flow } = busy();
  flow.run();
  await Promise.all([flow.stop(), flow.stop(), flow.close(), flow[Symbol.asyncDispose]()]);
  await flow.close();
  expect(flow.isRunning).toBe(false);
});

test("a stopped flow takes nothing until somebody says run()", async () => {
  const { flow, work } = busy();
  flow.run();
  await flow.stop();
  const tries = [flow.call(1), flow.emit(1), flow.fetch(), flow.stream(1).next()];
  expect(await Promise.all(tries.map(codeOf))).toEqual(Array.from({ length: 4 }, () => "STOPPED"));
  expect(thrownCode(() => flow.emitNowait(1))).toBe("STOPPED");
  flow.run();
  const call = flow.call(2);
  work.held[0]?.resolve("two");
  expect(await call).toBe("two");
  await flow.stop();
});

test("a flow that is stopped before its first call takes none", async () => {
  const { flow } = busy();
  await flow.stop();
  expect(await codeOf(flow.call(1))).toBe("STOPPED");
});

test("after stop and run no message, result or state of before is there", async () => {
  const clock = createVirtualClock();
  const work = heldNode("work");
  const keep = node({ name: "keep" }, async (value: unknown, context) => {
    const state = context.state(() => ({ seen: [] as unknown[] }));
    state.seen.push(value);
    return state.seen;
  });
  const flow = createFlow({ edges: [work.to(keep)], queueSize: 1, clock });
  const old = ["a", "b", "c"].map((each) => codeOf(flow.emit(each, { traceId: each })));
  const unfetched = await flow.stop().then(() => codeOf(flow.fetch({ traceId: "a" })));
  flow.run();
  const call = flow.call("new", { traceId: "a" });
  work.held[0]?.resolve("stale");
  await settle();
  expect(work.payloads).toEqual(["a", "new"]);
  work.held[1]?.resolve("fresh");
  expect(await call).toEqual(["fresh"]);
  expect(unfetched).toBe("STOPPED");
  expect(await codeOf(flow.fetch({ traceId: "b" }))).toBe("UNKNOWN_TRACE");
  await Promise.all([...old, flow.stop()]);
  expect(clock.pendingTimers).toBe(0);
});

test("after stop and run a retry of before does not come", async () => {
  const clock = createVirtualClock();
  const work = heldNode("work", { policy: { maxRetries: 1 } });
  const flow = createFlow({ edges: [work.to()], clock });
  const call = codeOf(flow.call(1));
  work.held[0]?.reject(new Error("no"));
  await settle();
  await flow.stop();
  flow.run();
  await clock.advance(10_000);
  expect(await call).toBe("STOPPED");
  expect(work.held).toHaveLength(1);
  await flow.stop();
});
