import { createVirtualClock } from "@pergola/core/testing";
import { expect, test, vi } from "vitest";
import { codeOf, heldNode, settle } from "./held-node.test-helper.ts";
import { createFlow, type FlowError, type FlowOptions, type NodePolicy, node } from "./index.ts";

/** A flow of one node that fails so often, then gives the number of its try. */
function flaky(failures: number, policy: NodePolicy, options: Partial<FlowOptions> = {}) {
  const clock = createVirtualClock();
  const startedAt: number[] = [];
  const work = vi.fn(async (_: string) => {
    startedAt.push(clock.now());
    if (work.mock.calls.length <= failures) throw new Error(`failure ${work.mock.calls.length}`);
    return work.mock.calls.length;
  });
  const flow = createFlow({ ...options, edges: [node({ name: "flaky", policy }, work).to()], clock });
  return { clock, flow, work, startedAt };
}

test("by default a node is not tried again", async () => {
  const { flow, work } = flaky(1, {});
  expect(await codeOf(flow.call("x"))).toBe("NODE_EXCEPTION");
  expect(work).toHaveBeenCalledTimes(1);
});

test("attempts are maxRetries + 1", async () => {
  const { clock, flow, work } = flaky(9, { maxRetries: 3 });
  const call = codeOf(flow.call("x"));
  await clock.advance(100_000);
  expect(await call).toBe("NODE_EXCEPTION");
  expect(work).toHaveBeenCalledTimes(4);
});

test("by default the waits are 500 ms, doubled each time, 30 s at most", async () => {
  const { clock, flow, startedAt } = flaky(9, { maxRetries: 8 });
  const call = codeOf(flow.call("x"));
  await clock.advance(1_000_000);
  await call;
  const waits = startedAt.slice(1).map((at, index) => at - (startedAt[index] as number));
  expect(waits).toEqual([500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]);
});

test("the wait before retry n is exactly base · factor^(n−1), capped", async () => {
  const policy = { maxRetries: 5, backoffBaseMs: 10, backoffFactor: 3, maxBackoffMs: 200 };
  const { clock, flow, startedAt } = flaky(5, policy);
  const call = flow.call("x");
  await clock.advance(10_000);
  expect(await call).toBe(6);
  expect(startedAt).toEqual([0, 10, 40, 130, 330, 530]);
});

test.each([
  [0, 50],
  [0.5, 75],
  [1, 100],
])("with jitter and a random number of %d a wait of 100 ms becomes %d ms", async (random, expected) => {
  const policy = { maxRetries: 1, backoffBaseMs: 100, jitter: true };
  const { clock, flow, startedAt } = flaky(1, policy, { random: () => random });
  const call = flow.call("x");
  await clock.advance(1_000);
  await call;
  expect(startedAt).toEqual([0, expected]);
});

test("retryIf is given the error and decides", async () => {
  const asked: unknown[] = [];
  const retryIf = (error: unknown) => {
    asked.push((error as Error).message);
    return (error as Error).message === "failure 1";
  };
  const { clock, flow, work } = flaky(9, { maxRetries: 5, retryIf });
  const call = codeOf(flow.call("x"));
  await clock.advance(10_000);
  await call;
  expect(work).toHaveBeenCalledTimes(2);
  expect(asked).toEqual(["failure 1", "failure 2"]);
});

test("a retryIf that throws ends the trace with what it threw and what the node threw", async () => {
  const retryIf = () => {
    throw new Error("broken");
  };
  const { flow } = flaky(1, { maxRetries: 1, retryIf });
  const error: FlowError = await flow.call("x").catch((thrown) => thrown);
  expect(error.message).toContain("broken");
  expect((error.cause as Error).cause).toMatchObject({ message: "failure 1" });
});

test("a retryIf that is async ends the trace, and what it rejects with does not end the process", async () => {
  const retryIf = (async () => {
    throw new Error("asked too late");
  }) as never;
  const { flow } = flaky(1, { maxRetries: 1, retryIf });
  const error: FlowError = await flow.call("x").catch((thrown) => thrown);
  expect(error.message).toContain("expected true or false");
  expect((error.cause as Error).cause).toMatchObject({ message: "failure 1" });
});

test("the final error carries every attempt, and how often it was tried", async () => {
  const { clock, flow } = flaky(9, { maxRetries: 2 });
  const call = flow.call("x").catch((thrown: unknown) => thrown);
  await clock.advance(10_000);
  const error = (await call) as FlowError;
  expect(error.attempt).toBe(3);
  expect(error.message).toBe('Node "flaky" failed after 3 attempts: failure 3');
  expect(error.attempts.map(({ attempt, error: { message } }) => [attempt, message])).toEqual([
    [1, "failure 1"],
    [2, "failure 2"],
    [3, "failure 3"],
  ]);
});

test("the attempts of one message are not told with the next one", async () => {
  const { clock, flow, work } = flaky(1, { maxRetries: 1, backoffBaseMs: 1 });
  const first = flow.call("x");
  await clock.advance(10);
  await first;
  work.mockRejectedValue(new Error("again"));
  const second = flow.call("x").catch((thrown: unknown) => thrown);
  await clock.advance(10);
  expect(((await second) as FlowError).attempts.map(({ error }) => error.message)).toEqual([
    "again",
    "again",
  ]);
});

test("a node learns which attempt it is", async () => {
  const clock = createVirtualClock();
  const seen: number[] = [];
  const work = node({ name: "work", policy: { maxRetries: 2 } }, async (_: string, { attempt }) => {
    seen.push(attempt);
    throw new Error("no");
  });
  await using flow = createFlow({ edges: [work.to()], clock });
  const call = codeOf(flow.call("x"));
  await clock.advance(10_000);
  await call;
  expect(seen).toEqual([1, 2, 3]);
});

test("a wait before a retry frees the node's place: other traces run meanwhile", async () => {
  const clock = createVirtualClock();
  const work = heldNode("work", { policy: { maxRetries: 1, backoffBaseMs: 1_000 } });
  await using flow = createFlow({ edges: [work.to()], clock });
  const slow = flow.call("slow");
  work.held[0]?.reject(new Error("no"));
  await settle();
  const quick = flow.call("quick");
  await settle();
  expect(work.payloads).toEqual(["slow", "quick"]);
  work.held[1]?.resolve("done");
  expect(await quick).toBe("done");
  await clock.advance(1_000);
  work.held[2]?.resolve("late");
  expect(await slow).toBe("late");
});

test("a retry that is due waits for a place, and takes it before messages that came later", async () => {
  const clock = createVirtualClock();
  const work = heldNode("work", { policy: { maxRetries: 1, backoffBaseMs: 10 } });
  await using flow = createFlow({ edges: [work.to()], clock });
  const calls = [flow.call("a")];
  work.held[0]?.reject(new Error("no"));
  await settle();
  calls.push(flow.call("b"), flow.call("c"));
  await clock.advance(20);
  expect(work.payloads).toEqual(["a", "b"]);
  for (const next of [1, 2, 3]) {
    work.held[next]?.resolve();
    await settle();
  }
  await Promise.all(calls);
  expect(work.payloads).toEqual(["a", "b", "a", "c"]);
});

test("a trace keeps its order over a retry: its next message waits", async () => {
  const clock = createVirtualClock();
  const split = node({ name: "split" }, async (_: string, context) => {
    await context.emit("one");
    await context.emit("two");
  });
  const work = heldNode("work", { policy: { maxRetries: 1, backoffBaseMs: 10 } });
  await using flow = createFlow({ edges: [split.to(work)], clock });
  const call = flow.call("go");
  await settle();
  work.held[0]?.reject(new Error("no"));
  await clock.advance(10);
  expect(work.payloads).toEqual(["one", "one"]);
  work.held[1]?.resolve();
  await settle();
  work.held[2]?.resolve();
  await call;
  expect(work.payloads).toEqual(["one", "one", "two"]);
});

test("an attempt that times out is tried again as any failure is", async () => {
  const clock = createVirtualClock();
  const work = heldNode("work", { policy: { maxRetries: 1, timeoutMs: 50, backoffBaseMs: 10 } });
  await using flow = createFlow({ edges: [work.to()], clock });
  const call = flow.call("x");
  await clock.advance(60);
  expect(work.held[0]?.context.signal.aborted).toBe(true);
  work.held[1]?.resolve("second");
  expect(await call).toBe("second");
});

test("an attempt that times out while its place is with others gets a place for its retry", async () => {
  const clock = createVirtualClock();
  let atWork = 0;
  let most = 0;
  const waiting = node(
    { name: "waiting", policy: { maxRetries: 1, timeoutMs: 50, backoffBaseMs: 10 } },
    async (payload: unknown, context) => {
      if (payload === "fetch" && context.attempt === 1) await context.fetch();
      most = Math.max(most, ++atWork);
      await new Promise<void>((resolve) => clock.setTimer(30, resolve));
      atWork--;
      return payload;
    },
  );
  const feed = heldNode("feed");
  const start = node({ name: "start" }, async (payload: string) => payload);
  await using flow = createFlow({ edges: [start.to(waiting, feed), feed.to(waiting)], egress: [waiting] });
  const calls = [flow.call("fetch")];
  await clock.advance(45);
  calls.push(flow.call("other"));
  for (const each of feed.held) each.resolve();
  await clock.advance(20);
  for (const each of feed.held) each.resolve();
  await clock.advance(200);
  await Promise.allSettled(calls);
  expect(most).toBe(1);
});

test("an error of where a message goes never runs the node again", async () => {
  const work = vi.fn(async (_: string, context: { emit: (value: unknown, to: object) => Promise<void> }) => {
    await context.emit("x", { to: "nowhere" });
  });
  const policy = { maxRetries: 5, backoffBaseMs: 0, retryIf: () => true };
  await using flow = createFlow({ edges: [node({ name: "work", policy }, work).to()] });
  expect(await codeOf(flow.call("x"))).toBe("UNKNOWN_TARGET");
  expect(work).toHaveBeenCalledTimes(1);
});

test("a second result of a call never runs the node again", async () => {
  const work = vi.fn(async (value: number) => value);
  const policy = { maxRetries: 5, backoffBaseMs: 0, retryIf: () => true };
  const [a, b] = [node({ name: "a", policy }, work), node({ name: "b", policy }, work)];
  await using flow = createFlow({ edges: [a.to(), b.to()] });
  expect(await codeOf(flow.call(1))).toBe("MULTIPLE_RESULTS");
  expect(work).toHaveBeenCalledTimes(2);
});

test("an AbortError that a node throws is an ordinary failure, and the node lives on", async () => {
  const clock = createVirtualClock();
  const work = heldNode("work", { policy: { maxRetries: 1, backoffBaseMs: 1 } });
  await using flow = createFlow({ edges: [work.to()], clock });
  const call = codeOf(flow.call("x"));
  work.held[0]?.reject(new DOMException("gone", "AbortError"));
  await clock.advance(1);
  work.held[1]?.reject(AbortSignal.abort().reason);
  expect(await call).toBe("NODE_EXCEPTION");
  const next = flow.call("y");
  work.held[2]?.resolve("alive");
  expect(await next).toBe("alive");
});

test.each(["a text", undefined, null, 42])("a node that throws %s fails with a message", async (thrown) => {
  const work = node({ name: "work" }, async (_: string) => {
    throw thrown;
  });
  await using flow = createFlow({ edges: [work.to()] });
  const error: FlowError = await flow.call("x").catch((caught) => caught);
  expect(error.code).toBe("NODE_EXCEPTION");
  expect(error.message).toContain(String(thrown));
});

test("a node that throws at once fails as one does that rejects", async () => {
  const work = node({ name: "work" }, (_: string): number => {
    throw new Error("at once");
  });
  await using flow = createFlow({ edges: [work.to()] });
  await expect(flow.call("x")).rejects.toThrow('Node "work" failed: at once');
});

test("no timer is left after retries and timeouts", async () => {
  const { clock, flow } = flaky(2, { maxRetries: 2, timeoutMs: 1_000 });
  const call = flow.call("x");
  await clock.advance(5_000);
  await call;
  expect(clock.pendingTimers).toBe(0);
});
