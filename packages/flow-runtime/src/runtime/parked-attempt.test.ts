import { createVirtualClock } from "@pergola/core/testing";
import { expect, test } from "vitest";
import { createFlow, node } from "../index.ts";
import { defineNode } from "../node.ts";

test("an attempt that timed out while its place was with others is tried again with one place", async () => {
  const clock = createVirtualClock();
  let busy = 0;
  let most = 0;
  const policy = { timeoutMs: 20, maxRetries: 1, backoffBaseMs: 0 };
  const gather = node({ name: "gather", policy }, async (value: number, { fetch, attempt }) => {
    if (attempt === 1) await fetch();
    most = Math.max(most, ++busy);
    await new Promise<void>((resolve) => clock.setTimer(5, resolve));
    busy--;
    return value;
  });
  const hold = node({ name: "hold" }, () => new Promise<void>((resolve) => clock.setTimer(100, resolve)));
  const flow = createFlow({ edges: [gather.to(), hold.to()], clock });
  const calls = Promise.all([1, 2, 3].map((value) => flow.call(value as never)));
  await clock.advance(1_000);
  expect([await calls, most]).toEqual([[1, 2, 3], 1]);
});

test("a node may fetch while something that it has sent still waits for room", async () => {
  const clock = createVirtualClock();
  const source = node({ name: "source" }, async (value: number, { emit }) => {
    await emit(value);
    await new Promise<void>((resolve) => clock.setTimer(50, resolve));
    await emit(value + 1);
  });
  const pair = node({ name: "pair" }, async (first: number, { emit, fetch }) => {
    for (let copy = 0; copy < 4; copy++) void emit(`copy ${copy}`, { to: "slow" });
    return `${first} and ${(await fetch()).payload}`;
  });
  const taken: string[] = [];
  const slow = node({ name: "slow", queueSize: 1 }, async (value: string) => {
    await new Promise<void>((resolve) => clock.setTimer(5, resolve));
    taken.push(value);
  });
  const flow = createFlow({ edges: [source.to(pair), pair.to(slow)], clock });
  const call = flow.call(1);
  await clock.advance(500);
  await call;
  expect(taken).toEqual(["copy 0", "copy 1", "copy 2", "copy 3", "1 and 2"]);
});

test("what an attempt that has failed still hands over does not shorten the wait before the next", async () => {
  const clock = createVirtualClock();
  const times: number[] = [];
  const policy = { maxRetries: 1, backoffBaseMs: 100 };
  const first = node({ name: "first", policy }, async (_: number, { emit, attempt }) => {
    times.push(clock.now());
    if (attempt > 1) return;
    for (let copy = 0; copy < 4; copy++) void emit(copy);
    throw new Error("not at once");
  });
  const slow = node({ name: "slow", queueSize: 1 }, async () => {
    await new Promise<void>((resolve) => clock.setTimer(5, resolve));
  });
  const flow = createFlow({ edges: [first.to(slow)], clock });
  const call = flow.call(1);
  await clock.advance(1_000);
  await call;
  expect(times).toEqual([0, 100]);
});

test("a fetch is given the message that waits for room at its own node", async () => {
  const clock = createVirtualClock();
  const policy = { concurrency: 4 };
  const twice = node({ name: "twice", policy }, async (value: number, { emit }) => {
    await emit(value);
    await emit(value + 1);
  });
  const pair = node({ name: "pair", queueSize: 1 }, async (first: number, { fetch }) => {
    await new Promise<void>((resolve) => clock.setTimer(5, resolve));
    return `${first} and ${(await fetch()).payload}`;
  });
  const flow = createFlow({ edges: [twice.to(pair)], clock });
  const calls = Promise.all([10, 20, 30, 40].map((value) => flow.call(value)));
  await clock.advance(1_000);
  expect(flow.stats().traces).toBe(0);
  expect(await calls).toEqual(["10 and 11", "20 and 21", "30 and 31", "40 and 41"]);
});

test("a fetch that begins when nothing else moves is told so, also when a join has just given its rest", async () => {
  const gather = defineNode<"gather", number, number>(
    { name: "gather" },
    {
      kind: "join",
      run: (_value: never, { state }) => void state(() => 0),
      onDrained: ({ emitNowait }) => void emitNowait(7),
    },
  );
  const pair = node({ name: "pair" }, (value: number, { fetch }) =>
    fetch().then(
      () => -1,
      () => value,
    ),
  );
  const flow = createFlow({ edges: [gather.to(pair)] });
  expect(await flow.call(1)).toBe(7);
});

test("what an attempt that was given up has sent is read, and then its trace ends", async () => {
  const clock = createVirtualClock();
  const policy = { maxRetries: 1, backoffBaseMs: 1 };
  const many = node({ name: "many", policy }, async (_: number, { emit, attempt }) => {
    if (attempt > 1) return;
    for (let copy = 0; copy < 80; copy++) void emit(copy);
    throw new Error("after all that");
  });
  const flow = createFlow({ edges: [many.to()], clock });
  const stream = flow.stream(1);
  await clock.advance(10);
  const read: unknown[] = [];
  for await (const item of stream) read.push(item.type === "result" && item.value);
  expect(read).toEqual(Array.from({ length: 80 }, (_, copy) => copy));
  expect(flow.stats().traces).toBe(0);
});
