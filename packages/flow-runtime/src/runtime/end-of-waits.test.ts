import { createVirtualClock } from "@pergola/core/testing";
import { expect, test } from "vitest";
import { codeOf as codeOfWork, settle } from "../held-node.test-helper.ts";
import { createFlow, FlowError, node } from "../index.ts";

const codeOf = (error: unknown) => (error instanceof Error && "code" in error ? error.code : error);

test("a node that waits in ctx.fetch() is told when its trace is cancelled", async () => {
  const ends: unknown[] = [];
  const gather = node({ name: "gather" }, ({ wait }: { wait: boolean }, { fetch }) =>
    wait ? fetch().catch((error) => void ends.push(codeOf(error))) : new Promise(() => {}),
  );
  const hold = node({ name: "hold" }, () => new Promise(() => {}));
  const flow = createFlow({ edges: [gather.to(), hold.to()] });
  const call = flow.call({ wait: true } as never, { traceId: "t" });
  await new Promise(setImmediate);
  flow.cancel("t");
  await expect(call).rejects.toThrow(FlowError);
  expect(ends).toEqual(["TRACE_CANCELLED"]);
});

test("a message is not given to a ctx.fetch() of an attempt that has timed out", async () => {
  const clock = createVirtualClock();
  const ends: unknown[] = [];
  const wait = (ms: number) => new Promise<void>((resolve) => clock.setTimer(ms, resolve));
  const source = node({ name: "source" }, async (_: number, { emit }) => {
    await emit("one");
    await wait(50);
    await emit("two");
  });
  const policy = { timeoutMs: 20, maxRetries: 5, backoffBaseMs: 1, backoffFactor: 1 };
  const pair = node({ name: "pair", policy }, async (first: string, { fetch, attempt }) => {
    const second = await fetch().catch((error) => {
      ends.push(`${attempt} ${codeOf(error)}`);
      throw error;
    });
    return `${first} ${second.payload} ${attempt}`;
  });
  const flow = createFlow({ edges: [source.to(pair)], clock });
  const call = flow.call(0);
  await clock.advance(500);
  expect(await call).toBe("one two 3");
  expect(ends).toEqual(["1 NODE_TIMEOUT", "2 NODE_TIMEOUT"]);
});

test("a node may return without an answer to its ctx.fetch(): its trace ends", async () => {
  const hasty = node({ name: "hasty" }, (value: number, { fetch }) => {
    void fetch();
    return value;
  });
  const flow = createFlow({ edges: [hasty.to()] });
  expect(await flow.call(1)).toBe(1);
});

test("a node that fails while it waits for a message works again with one place", async () => {
  const clock = createVirtualClock();
  let busy = 0;
  let most = 0;
  const policy = { maxRetries: 1, backoffBaseMs: 5 };
  const flaky = node({ name: "flaky", policy }, async (value: number, { fetch, attempt }) => {
    if (attempt === 1) {
      void fetch();
      throw new Error("not at once");
    }
    most = Math.max(most, ++busy);
    await new Promise<void>((resolve) => clock.setTimer(3, resolve));
    busy--;
    return value;
  });
  const flow = createFlow({ edges: [flaky.to()], clock });
  const calls = Promise.all([1, 2, 3].map((value) => flow.call(value)));
  await clock.advance(100);
  expect([await calls, most]).toEqual([[1, 2, 3], 1]);
});

test("an emit of an attempt that has timed out is told so, and its message is on its way", async () => {
  const clock = createVirtualClock();
  const ends: unknown[] = [];
  const got: number[] = [];
  const first = node(
    { name: "first", policy: { timeoutMs: 10, maxRetries: 1, backoffBaseMs: 0 } },
    async (value: number, { emit, attempt }) => {
      if (attempt > 1) return;
      for (const each of [1, 2, 3])
        await emit(value * 10 + each).catch((error) => {
          ends.push(codeOf(error));
          throw error;
        });
    },
  );
  const slow = node({ name: "slow", queueSize: 1 }, async (value: number) => {
    await new Promise<void>((resolve) => clock.setTimer(50, resolve));
    got.push(value);
  });
  const flow = createFlow({ edges: [first.to(slow)], clock });
  const call = flow.call(1);
  await clock.advance(500);
  await call;
  expect(ends).toEqual(["NODE_TIMEOUT"]);
  expect(got).toEqual([11, 12, 13]);
});

test("a fetch whose signal has fired already rejects with its reason, and takes no message", async () => {
  const seen: unknown[] = [];
  const source = node({ name: "source" }, async (_: string, { emit }) => {
    await emit(1);
    await emit(2);
  });
  const sink = node({ name: "sink" }, async (value: number, { fetch }) => {
    seen.push(value);
    const signal = AbortSignal.abort(new Error("too late"));
    if (value === 1) seen.push(await fetch({ signal }).catch((error: Error) => error.message));
  });
  await createFlow({ edges: [source.to(sink)] }).call("go");
  expect(seen).toEqual([1, "too late", 2]);
});

test("a fetch that its node did not await is told that the node has ended, and takes no message", async () => {
  const seen: unknown[] = [];
  const fetched: Promise<unknown>[] = [];
  const source = node({ name: "source" }, async (_: string, { emit }) => {
    await emit(1);
    await settle();
    await emit(2);
  });
  const sink = node({ name: "sink" }, (value: number, { fetch }) => {
    seen.push(value);
    if (value === 1) fetched.push(codeOfWork(fetch()));
  });
  await createFlow({ edges: [source.to(sink)] }).call("go");
  expect([seen, await fetched[0]]).toEqual([[1, 2], "CONTEXT_OVER"]);
});

test("a try that times out when its message has come, and its place is with another trace, is tried with it again", async () => {
  const clock = createVirtualClock();
  const policy = { timeoutMs: 100, maxRetries: 1, backoffBaseMs: 100 };
  const later = (delayMs: number) => new Promise<void>((resolve) => void clock.setTimer(delayMs, resolve));
  const source = node({ name: "source", policy: { concurrency: 2 } }, async (name: string, { emit }) => {
    await emit(`${name} 1`);
    if (name !== "a") return;
    await later(60);
    await emit(`${name} 2`);
  });
  const sink = node({ name: "sink", policy }, async (text: string, { fetch }) => {
    if (text === "a 1") return `${text}, ${(await fetch()).payload}`;
    await later(90);
    return text;
  });
  const flow = createFlow({ edges: [source.to(sink)], clock });
  const first = flow.call("a");
  await clock.advance(50);
  const second = flow.call("b");
  await clock.advance(1_000);
  expect(await Promise.all([first, second])).toEqual(["a 1, a 2", "b 1"]);
  expect(flow.stats()).toMatchObject({ traces: 0, queueDepths: { sink: 0 } });
});
