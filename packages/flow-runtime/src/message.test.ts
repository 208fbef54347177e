import { createVirtualClock } from "@pergola/core/testing";
import { expect, test } from "vitest";
import { heldNode, settle } from "./held-node.test-helper.ts";
import { createFlow, type HeadersInput, type Message, node } from "./index.ts";

/** A flow of one node that runs one message at a time; the first one holds it until all others wait. */
async function orderOf(priorities: readonly number[]): Promise<readonly unknown[]> {
  const work = heldNode("work", { queueSize: 0 });
  await using flow = createFlow({ edges: [work.to()] });
  const calls = [flow.call("first")];
  for (const [place, priority] of priorities.entries())
    calls.push(flow.call(place, { headers: { priority } }));
  for (let next = 0; next <= priorities.length; next++) {
    await settle();
    work.held[next]?.resolve();
  }
  await Promise.all(calls);
  return work.payloads.slice(1);
}

const seen = async (options: { headers?: HeadersInput; deadlineAt?: number; meta?: object } = {}) => {
  const clock = createVirtualClock(5_000);
  const look = node({ name: "look" }, async (_: string, context) => context.message);
  await using flow = createFlow({ edges: [look.to()], clock });
  return (await flow.call("x", { ...options, meta: { ...options.meta } })) as Message;
};

test("a message without headers is of the local tenant, with priority 0", async () => {
  expect((await seen()).headers).toEqual({ tenant: "local", priority: 0 });
});

test("a message carries the headers of its trace", async () => {
  const headers = { tenant: "acme", topic: "orders", priority: 3 };
  expect((await seen({ headers })).headers).toEqual(headers);
});

test("a message has a fresh uuid as trace id, if the caller gives none", async () => {
  const ids = [(await seen()).traceId, (await seen()).traceId];
  for (const id of ids) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4/);
  expect(new Set(ids).size).toBe(2);
});

test("createdAt and deadlineAt of a message are epoch milliseconds of the flow's clock", async () => {
  const message = await seen({ deadlineAt: 9_000 });
  expect([message.createdAt, message.deadlineAt]).toEqual([5_000, 9_000]);
});

test("a message without deadline has no deadlineAt, and one without meta has an empty one", async () => {
  const message = await seen();
  expect("deadlineAt" in message).toBe(false);
  expect(message.meta).toEqual({});
});

test("a message, its headers and its meta are frozen", async () => {
  const message = await seen({ meta: { user: "ada" } });
  for (const part of [message, message.headers, message.meta]) expect(Object.isFrozen(part)).toBe(true);
});

test("what the caller does to its own meta later is not seen inside", async () => {
  const work = heldNode("work");
  await using flow = createFlow({ edges: [work.to()] });
  const meta = { user: "ada" };
  const call = flow.call(1, { meta });
  meta.user = "eve";
  expect(work.held[0]?.context.meta).toEqual({ user: "ada" });
  work.held[0]?.resolve();
  await call;
});

test("of the messages that wait the one with the highest priority runs first", async () => {
  expect(await orderOf([0, 2, 1, -1, 2])).toEqual([1, 4, 2, 0, 3]);
});

test("messages of one priority run in order of arrival", async () => {
  expect(await orderOf([1, 1, 1, 1])).toEqual([0, 1, 2, 3]);
});

test("priority is of the trace: it holds at every node", async () => {
  const first = node({ name: "first", policy: { concurrency: 9 } }, async (text: string) => text);
  const second = heldNode("second");
  await using flow = createFlow({ edges: [first.to(second)] });
  const calls = [flow.call("a"), flow.call("low"), flow.call("high", { headers: { priority: 1 } })];
  for (let next = 0; next < 3; next++) {
    await settle();
    second.held[next]?.resolve();
  }
  await Promise.all(calls);
  expect(second.payloads).toEqual(["a", "high", "low"]);
});

test("a message that was passed over 64 times runs next", async () => {
  const order = await orderOf([0, ...Array.from({ length: 100 }, () => 1)]);
  expect(order.indexOf(0)).toBe(64);
});

test("passed-over messages of several priorities run by priority among themselves", async () => {
  const order = await orderOf([0, 1, ...Array.from({ length: 70 }, () => 2)]);
  expect([order.indexOf(1), order.indexOf(0)]).toEqual([64, 65]);
});
