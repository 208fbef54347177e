import { systemClock } from "@pergola/core";
import { expect, test } from "vitest";
import { createFlow, type FlowEvent, node } from "../index.ts";

/** A clock that a test moves by hand. */
function handClock() {
  let elapsed = 0;
  const clock = { ...systemClock, now: () => 1_000 + elapsed, monotonic: () => elapsed };
  const pass = (ms: number) => {
    elapsed += ms;
  };
  return { clock, pass };
}

const shared = { flow: "hops", traceId: "t", attempt: 1, queueDepth: 0 };

test("the events of a hop tell all that is known, with the time at which it happened", async () => {
  const { clock, pass } = handClock();
  const events: FlowEvent[] = [];
  const first = node({ name: "first" }, async (input: number) => {
    pass(5);
    return input;
  });
  const last = node({ name: "last" }, (input: number) => {
    pass(2);
    return input;
  });
  const onEvent = (event: FlowEvent) => events.push(event);
  await using flow = createFlow({ name: "hops", edges: [first.to(last)], clock, onEvent });
  await flow.call(1, { traceId: "t" });
  expect(events).toStrictEqual([
    { type: "trace-started", ts: 1_000, flow: "hops", traceId: "t", to: "first" },
    { type: "node-started", ts: 1_000, nodeName: "first", ...shared },
    { type: "node-succeeded", ts: 1_005, nodeName: "first", latencyMs: 5, ...shared },
    { type: "message-emitted", ts: 1_005, nodeName: "first", to: "last", ...shared },
    { type: "node-started", ts: 1_005, nodeName: "last", ...shared },
    { type: "node-succeeded", ts: 1_007, nodeName: "last", latencyMs: 2, ...shared },
    { type: "message-emitted", ts: 1_007, nodeName: "last", to: "egress", ...shared },
    { type: "trace-settled", ts: 1_007, flow: "hops", traceId: "t", outcome: "completed", latencyMs: 7 },
  ]);
});

test("every event of a hop tells its parent, and the meta that is allowed", async () => {
  const events: FlowEvent[] = [];
  const only = node({ name: "only" }, (input: number) => input);
  const onEvent = (event: FlowEvent) => events.push(event);
  await using flow = createFlow({ edges: [only.to()], onEvent, eventMeta: ["team"] });
  await flow.call(1, { parentTraceId: "parent", meta: { team: "blue", secret: "red" } });
  const ofNode = events.filter(({ nodeName }) => nodeName === "only");
  expect(ofNode.map(({ type }) => type)).toEqual(["node-started", "node-succeeded", "message-emitted"]);
  for (const event of ofNode)
    expect(event).toMatchObject({ parentTraceId: "parent", meta: { team: "blue" } });
  expect(JSON.stringify(events)).not.toContain("secret");
});

test("what a node sends while it works has the time of the sending", async () => {
  const { clock, pass } = handClock();
  const events: FlowEvent[] = [];
  const twice = node({ name: "twice" }, async (input: number, { emit }) => {
    pass(3);
    await emit(input);
    pass(4);
  });
  const last = node({ name: "last" }, (input: number) => input);
  const onEvent = (event: FlowEvent) => events.push(event);
  await using flow = createFlow({ edges: [twice.to(last)], clock, onEvent });
  for (const traceId of ["one", "two"]) await flow.call(1, { traceId });
  const sent = events.filter(({ type, nodeName }) => type === "message-emitted" && nodeName === "twice");
  expect(sent.map(({ ts }) => ts)).toEqual([1_003, 1_010]);
});
