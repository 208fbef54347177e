import type { Clock } from "@pergola/core";
import { createVirtualClock } from "@pergola/core/testing";
import { expect, test } from "vitest";
import {
  type AnyNode,
  branch,
  createFlow,
  type FlowEvent,
  mapNode,
  type NodeContext,
  node,
  parallel,
  race,
} from "../index.ts";

/** A node that answers by the clock, and notes the reason when it is ended before. */
function timed(name: string, { clock, afterMs, log }: { clock: Clock; afterMs: number; log?: string[] }) {
  return node({ name }, (text: string, { signal }: NodeContext) => {
    return new Promise<string>((resolve, reject) => {
      const onAbort = () => {
        cancel();
        log?.push(name);
        reject(signal.reason);
      };
      const cancel = clock.setTimer(afterMs, () => {
        signal.removeEventListener("abort", onAbort);
        if (text === "fail") reject(new Error(`no ${name}`));
        else resolve(name);
      });
      signal.addEventListener("abort", onAbort, { once: true });
    });
  });
}

const alone = <Each extends AnyNode>(each: Each, clock: Clock) => createFlow({ clock, edges: [each.to()] });

test("the first branch that ends well wins a race, and the others are cancelled", async () => {
  const clock = createVirtualClock();
  const log: string[] = [];
  const shared = createFlow({ clock, edges: [timed("shared", { clock, afterMs: 30, log }).to()] });
  const made = () => createFlow({ clock, edges: [timed("made", { clock, afterMs: 20, log }).to()] });
  const quick = timed("quick", { clock, afterMs: 10, log });
  await using flow = alone(race({ name: "race" }, { shared, made, quick }), clock);
  const call = flow.call("x");
  await clock.advance(10);
  expect(await call).toBe("quick");
  expect(log.sort()).toEqual(["made", "shared"]);
  expect([clock.pendingTimers, shared.stats().traces]).toEqual([0, 0]);
});

test("when a race gives its result the losers have ended, and their flows are stopped", async () => {
  const clock = createVirtualClock();
  const loser = createFlow({ clock, edges: [timed("loser", { clock, afterMs: 99 }).to()] });
  const run = race({ name: "race" }, { loser: () => loser, winner: timed("winner", { clock, afterMs: 1 }) });
  const after = node({ name: "after" }, () => [loser.stats().traces, loser.isRunning]);
  await using flow = createFlow({ clock, edges: [run.to(after)] });
  const call = flow.call("x");
  await clock.advance(1);
  expect(await call).toEqual([0, false]);
});

test("a branch that fails does not lose the race for the others; when all fail, the cause has all errors", async () => {
  const clock = createVirtualClock();
  const bad = node({ name: "bad" }, (_: string): string => {
    throw new Error("bad");
  });
  const slow = timed("slow", { clock, afterMs: 10 });
  await using flow = alone(race({ name: "race" }, { bad, slow }), clock);
  const call = flow.call("x");
  const failed = flow.call("fail").catch((error) => error);
  await clock.advance(20);
  expect(await call).toBe("slow");
  const error = await failed;
  expect(error).toMatchObject({ code: "NODE_EXCEPTION", nodeName: "race" });
  expect(error.cause).toBeInstanceOf(AggregateError);
  expect(error.cause.errors).toMatchObject([{ nodeName: "bad" }, { nodeName: "slow" }]);
});

test("a race that is cancelled cancels its branches", async () => {
  const clock = createVirtualClock();
  const log: string[] = [];
  const one = timed("one", { clock, afterMs: 10, log });
  const other = timed("other", { clock, afterMs: 10, log });
  await using flow = alone(race({ name: "race" }, { one, other }), clock);
  const call = flow.call("x", { traceId: "t" }).catch((error) => error);
  await clock.advance(5);
  expect(flow.cancel("t")).toBe(true);
  expect(await call).toMatchObject({ code: "TRACE_CANCELLED" });
  await clock.advance(0);
  expect(log.sort()).toEqual(["one", "other"]);
  expect(clock.pendingTimers).toBe(0);
});

test("branches have the deadline and the clock of the flow around them", async () => {
  const clock = createVirtualClock();
  await using flow = alone(
    parallel({ name: "all" }, { slow: timed("slow", { clock, afterMs: 1_000 }) }),
    clock,
  );
  const call = flow.call("x", { timeoutMs: 50 }).catch((error) => error);
  await clock.advance(50);
  expect(await call).toMatchObject({ code: "DEADLINE_EXCEEDED" });
  await clock.advance(0);
  expect(clock.pendingTimers).toBe(0);
});

test("all branches run at once, and their results have their names", async () => {
  const clock = createVirtualClock();
  const nothing = node({ name: "nothing" }, (_: string) => undefined);
  const all = parallel(
    { name: "all" },
    {
      one: timed("one", { clock, afterMs: 10 }),
      other: createFlow({ clock, edges: [timed("other", { clock, afterMs: 10 }).to()] }),
      nothing,
    },
  );
  const events: FlowEvent[] = [];
  await using flow = alone(all, clock);
  flow.on((event) => events.push(event));
  const call = flow.call("x", { traceId: "t" });
  await clock.advance(10);
  expect(await call).toEqual({ one: "one", other: "other", nothing: undefined });
  const inside = events.filter(({ flow: name, type }) => name === "one" && type === "node-started");
  expect(inside).toMatchObject([{ nodeName: "one", parentTraceId: "t" }]);
});

test("the first failure of a branch ends the others", async () => {
  const clock = createVirtualClock();
  const log: string[] = [];
  const quick = timed("quick", { clock, afterMs: 10, log });
  const slow = timed("slow", { clock, afterMs: 20, log });
  await using flow = alone(parallel({ name: "all" }, { quick, slow }), clock);
  const call = flow.call("fail").catch((error) => error);
  await clock.advance(10);
  expect(await call).toMatchObject({ code: "NODE_EXCEPTION", cause: { nodeName: "quick" } });
  expect(log).toEqual(["slow"]);
  expect(clock.pendingTimers).toBe(0);
});

test("a retry finds no branch of the try before", async () => {
  const clock = createVirtualClock();
  const log: string[] = [];
  const branches = {
    quick: timed("quick", { clock, afterMs: 10 }),
    slow: timed("slow", { clock, afterMs: 20, log }),
  };
  const policy = { maxRetries: 1, backoffBaseMs: 500 };
  await using flow = alone(parallel({ name: "all", policy }, branches), clock);
  const call = flow.call("fail").catch((error) => error);
  await clock.advance(11);
  expect(log).toEqual(["slow"]);
  await clock.advance(1_000);
  expect(await call).toMatchObject({ code: "NODE_EXCEPTION", attempt: 2 });
});

test("a branch is chosen by name; null runs none", async () => {
  const up = node({ name: "up" }, (text: string) => text.toUpperCase());
  const count = node({ name: "count" }, (text: string) => text.length);
  const choose = async (text: string) => (text === "" ? null : text === "abc" ? "up" : "count");
  await using flow = createFlow({ edges: [branch({ name: "choice" }, choose, { up, count }).to()] });
  expect([await flow.call("abc"), await flow.call("abcd"), await flow.call("")]).toEqual([
    "ABC",
    4,
    undefined,
  ]);
});

test("a branch that there is not is an error that lists them", async () => {
  const up = node({ name: "up" }, (text: string) => text.toUpperCase());
  const choice = branch({ name: "choice", policy: { maxRetries: 2 } }, (name: string) => name as "up", {
    up,
  });
  await using flow = createFlow({ edges: [choice.to()] });
  const error = await flow.call("constructor").catch((thrown) => thrown);
  expect(error).toMatchObject({ code: "INVALID_ROUTE", attempt: 1, details: { branches: ["up"] } });
  expect(error.hint).toContain("Known: up.");
});

test.each([{}, undefined, { one: 7 }, { one: null }])("branches %j are refused", (branches) => {
  const refused = expect.objectContaining({ code: "INVALID_NODE" });
  expect(() => race({ name: "n" }, branches as never)).toThrow(refused);
  expect(() => parallel({ name: "n" }, branches as never)).toThrow(refused);
  expect(() => branch({ name: "n" }, () => null, branches as never)).toThrow(refused);
});

test("a choice or a worker that is no function is refused", () => {
  const refused = expect.objectContaining({
    code: "INVALID_NODE",
    message: expect.stringContaining("function"),
  });
  const one = node({ name: "one" }, (n: number) => n);
  expect(() => branch({ name: "n" }, "one" as never, { one })).toThrow(refused);
  expect(() => mapNode({ name: "n" }, undefined as never)).toThrow(refused);
});

test("a map node works on some items at once and gives the results in their order", async () => {
  const clock = createVirtualClock();
  const seen: string[] = [];
  const wait = (ms: number) => new Promise<void>((resolve) => void clock.setTimer(ms, resolve));
  const map = mapNode({ name: "map", concurrency: 2 }, async (ms: number, { index, context, signal }) => {
    seen.push(`${context.nodeName}${index}${signal.aborted}`);
    await wait(ms);
    return ms * 2;
  });
  await using flow = alone(map, clock);
  const call = flow.call([30, 10, 10]);
  await clock.advance(10);
  expect(seen).toEqual(["map0false", "map1false", "map2false"]);
  await clock.advance(20);
  expect(await call).toEqual([60, 20, 20]);
});

test("a map node ends with its trace", async () => {
  const signals: AbortSignal[] = [];
  const map = mapNode({ name: "map" }, (_: number, { signal }) => {
    signals.push(signal);
    return new Promise<number>(() => {});
  });
  await using flow = createFlow({ edges: [map.to()] });
  const call = flow.call([1, 2], { traceId: "t" }).catch((error) => error);
  await new Promise((resolve) => setImmediate(resolve));
  flow.cancel("t");
  expect(await call).toMatchObject({ code: "TRACE_CANCELLED" });
  expect(signals.map(({ aborted }) => aborted)).toEqual([true, true]);
});
