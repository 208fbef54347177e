import { expect, test } from "vitest";
import { heldNode, settle } from "./held-node.test-helper.ts";
import { createFlow, type NodePolicy, node } from "./index.ts";

const each = node({ name: "each" }, async (values: readonly unknown[], context) => {
  for (const value of values) await context.emit(value);
});

/** How many of 6 messages are worked on at once: of as many traces, or of one. */
async function atOnce(policy: NodePolicy, traces: "many" | "one") {
  const work = heldNode("work", { policy });
  await using flow = createFlow({ edges: [each.to(work)] });
  const values = [1, 2, 3, 4, 5, 6];
  const calls = traces === "one" ? [flow.call(values)] : values.map((value) => flow.call([value]));
  for (const call of calls) call.catch(() => undefined);
  await settle();
  return work.held.length;
}

test("by default a node works on one message at a time", async () => {
  expect(await atOnce({}, "many")).toBe(1);
});
test("different traces run through one node at once, up to its concurrency", async () => {
  expect(await atOnce({ concurrency: 4 }, "many")).toBe(4);
});
test("of one trace a node works on one message at a time, whatever its concurrency", async () => {
  expect(await atOnce({ concurrency: 4 }, "one")).toBe(1);
});
test("with unordered a node works on several messages of one trace at once", async () => {
  expect(await atOnce({ concurrency: 4, unordered: true }, "one")).toBe(4);
});

test("messages of one trace keep their order through a chain of nodes", async () => {
  const pass = <Name extends string>(name: Name) =>
    node({ name, policy: { concurrency: 3 } }, async (value: unknown) => {
      if ((value as number) % 2 === 0) await settle();
      return value;
    });
  const [first, second] = [pass("first"), pass("second")];
  await using flow = createFlow({ edges: [each.to(first), first.to(second)], queueSize: 1 });
  const values = Array.from({ length: 50 }, (_, value) => value);
  const got: unknown[] = [];
  for await (const item of flow.stream(values)) if (item.type === "result") got.push(item.value);
  expect(got).toEqual(values);
});

test("with unordered a quick message overtakes a slow one of its trace", async () => {
  const work = heldNode("work", { policy: { concurrency: 2, unordered: true } });
  await using flow = createFlow({ edges: [each.to(work)] });
  const stream = flow.stream(["slow", "quick"]);
  await settle();
  work.held[1]?.resolve("quick");
  expect((await stream.next()).value).toMatchObject({ value: "quick" });
  work.held[0]?.resolve("slow");
  expect((await stream.next()).value).toMatchObject({ value: "slow" });
});

test("a trace that waits for its turn at a node does not hold up others there", async () => {
  const work = heldNode("work", { policy: { concurrency: 2 } });
  await using flow = createFlow({ edges: [each.to(work)] });
  const calls = [flow.call(["a1", "a2"]), flow.call(["b1"])];
  for (const call of calls) call.catch(() => undefined);
  await settle();
  expect(work.payloads).toEqual(["a1", "b1"]);
});

test("delivery of a message to one successor never waits for another one that is full", async () => {
  const split = node({ name: "split" }, async (value: number) => value);
  const [b, c] = [heldNode("b"), heldNode("c", { queueSize: 1 })];
  await using flow = createFlow({ edges: [split.to(c, b)] });
  const calls = [1, 2, 3].map((value) => flow.call(value));
  for (const call of calls) call.catch(() => undefined);
  await settle();
  expect(flow.stats().queueDepths).toMatchObject({ c: 1, b: 2 });
});

test("a node takes its next message when all copies of the last one are accepted", async () => {
  let started = 0;
  const split = node({ name: "split" }, async (value: number) => {
    started++;
    return value;
  });
  const [b, c] = [heldNode("b"), heldNode("c", { queueSize: 1 })];
  await using flow = createFlow({ edges: [split.to(b, c)] });
  for (const value of [1, 2, 3, 4]) flow.call(value).catch(() => undefined);
  await settle();
  expect(started).toBe(3);
  c.held[0]?.resolve();
  await settle();
  expect(started).toBe(4);
});

test("a returned value goes to every successor, and undefined to none", async () => {
  const split = node({ name: "split" }, async (value: number | undefined) => value);
  const [b, c] = [heldNode("b"), heldNode("c")];
  await using flow = createFlow({ edges: [split.to(b, c)] });
  expect(await flow.call(undefined)).toBeUndefined();
  expect([b.held.length, c.held.length]).toEqual([0, 0]);
  flow.call(7).catch(() => undefined);
  await settle();
  expect([b.payloads, c.payloads]).toEqual([[7], [7]]);
});
