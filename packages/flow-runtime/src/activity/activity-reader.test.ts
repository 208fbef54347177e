import { createVirtualClock } from "@pergola/core/testing";
import { expect, test } from "vitest";
import { codeOf, heldNode, settle } from "../held-node.test-helper.ts";
import { createActivityReader, createFlow, type Flow, type FlowEvent, node } from "../index.ts";

/** A flow of one node, and what is read of its events. */
function watched(policy = {}) {
  const clock = createVirtualClock(1_000);
  const work = heldNode("work", { policy: { concurrency: 4, ...policy } });
  const read = createActivityReader("shop");
  const told: object[] = [];
  const flow = createFlow({
    name: "shop",
    edges: [work.to()],
    clock,
    onEvent: (event) => told.push(...(read(event) ?? [])),
  });
  return { clock, work, flow, told };
}
const ofWork = { nodeId: "work", queueDepth: 0 };

test("a node runs as long as one of its attempts does", async () => {
  const { clock, work, flow, told } = watched();
  const calls = [flow.call("a"), flow.call("b")];
  await clock.advance(5);
  work.held[0]?.resolve(1);
  await clock.advance(2);
  work.held[1]?.resolve(2);
  await Promise.all(calls);
  expect(told).toEqual([
    { ...ofWork, state: "running", at: 1_000, running: 1 },
    { ...ofWork, state: "running", at: 1_000, running: 2 },
    { ...ofWork, state: "running", at: 1_005, running: 1, latencyMs: 5 },
    { ...ofWork, state: "idle", at: 1_007, running: 0, latencyMs: 7 },
  ]);
});

test("an attempt that takes too long fails once, and the next one runs", async () => {
  const { clock, work, flow, told } = watched({ timeoutMs: 20, maxRetries: 1, backoffBaseMs: 10 });
  const call = flow.call("a");
  await clock.advance(30);
  work.held[1]?.resolve(1);
  await call;
  expect(told).toEqual([
    { ...ofWork, state: "running", at: 1_000, running: 1 },
    { ...ofWork, state: "failed", at: 1_020, running: 0, latencyMs: 20 },
    { ...ofWork, state: "running", at: 1_030, running: 1 },
    { ...ofWork, state: "idle", at: 1_030, running: 0, latencyMs: 0 },
  ]);
});

test("what a trace leaves behind ends with it, and what others do goes on", async () => {
  const { work, flow, told } = watched();
  const calls = ["gone", "stays"].map((traceId) => codeOf(flow.call("x", { traceId })));
  told.length = 0;
  flow.cancel("gone");
  await settle();
  expect(told).toEqual([{ nodeId: "work", state: "running", at: 1_000, running: 1 }]);
  work.held[1]?.resolve(1);
  await Promise.all(calls);
  expect(told.at(-1)).toMatchObject({ state: "idle", running: 0 });
});

test("who begins to listen in the middle is never told of less than nothing", async () => {
  const work = heldNode("work");
  const flow = createFlow({ edges: [work.to()] });
  const call = flow.call("x");
  const read = createActivityReader("flow");
  const told: unknown[] = [];
  flow.on((event) => told.push(...(read(event) ?? [])));
  work.held[0]?.resolve(1);
  await call;
  expect(told).toMatchObject([{ nodeId: "work", state: "idle", running: 0 }]);
});

test("flows inside the flow are not the flow, whatever they and their traces are called", async () => {
  const events: FlowEvent[] = [];
  const leaf = node({ name: "leaf" }, (depth: number) => depth);
  const createId = () => "t";
  const nested = (depth: number): Flow<number, unknown> => {
    if (depth < 0) return createFlow({ edges: [leaf.to()], createId });
    const work = node({ name: `at ${depth}` }, (input: number, { call }) =>
      call(() => nested(depth - 1), input),
    );
    return createFlow({ edges: [work.to()], createId });
  };
  const flow = nested(2);
  const read = createActivityReader("flow");
  const told = new Set<unknown>();
  let foreign = 0;
  flow.on((event) => {
    events.push(event);
    const activities = read(event);
    if (activities === undefined) foreign++;
    for (const { nodeId, state } of activities ?? []) told.add(`${nodeId} ${state}`);
  });
  for (let each = 0; each < 2; each++) await flow.call(1);
  expect([...told]).toEqual(["at 2 running", "at 2 idle"]);
  expect(foreign).toBe(events.filter(({ parentTraceId }) => parentTraceId !== undefined).length);
  expect(foreign).toBeGreaterThan(10);
});

test("a flow that is called by another one is itself all the same", async () => {
  const { work, flow, told } = watched();
  const call = flow.call("x", { parentTraceId: "of another flow" });
  work.held[0]?.resolve(1);
  await call;
  expect(told).toMatchObject([{ state: "running" }, { state: "idle" }]);
});
