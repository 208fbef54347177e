import { createVirtualClock } from "@pergola/core/testing";
import { expect, test, vi } from "vitest";
import { settle, thrownCode } from "./held-node.test-helper.ts";
import { createFlow, type FlowEvent, type FlowListener, type FlowOptions, node } from "./index.ts";

const add = node({ name: "add" }, async (value: number) => value + 1);
const flowWith = (options: Partial<FlowOptions> = {}) => createFlow({ ...options, edges: [add.to()] });
const warnings = () => {
  const warn = vi.fn();
  const logger = { warn, child: () => logger } as never;
  return { warn, logger };
};

test("on() tells every event from now on, until its removal is called", async () => {
  await using flow = flowWith();
  await flow.call(1);
  const events: FlowEvent[] = [];
  const off = flow.on((event) => events.push(event));
  await flow.call(1);
  expect(events).toHaveLength(5);
  off();
  off();
  await flow.call(1);
  expect(events).toHaveLength(5);
});

test("every listener gets every event, in the same order", async () => {
  const told: FlowEvent[][] = [[], [], []];
  await using flow = flowWith({ onEvent: (event) => told[0]?.push(event) });
  for (const each of [1, 2]) flow.on((event) => told[each]?.push(event));
  await flow.call(1);
  expect(told[0]).toHaveLength(5);
  expect(told[1]).toEqual(told[0]);
  expect(told[2]).toEqual(told[0]);
});

test("what is no function cannot listen", () => {
  expect(thrownCode(() => flowWith().on(5 as never))).toBe("INVALID_OPTIONS");
});

test("the same function may listen twice, and one removal ends one", async () => {
  await using flow = flowWith();
  const listener = vi.fn();
  const off = flow.on(listener);
  flow.on(listener);
  off();
  await flow.call(1);
  expect(listener).toHaveBeenCalledTimes(5);
});

const bad: readonly (readonly [string, FlowListener])[] = [
  [
    "throws",
    () => {
      throw new Error("bad listener");
    },
  ],
  ["rejects", () => Promise.reject(new Error("bad listener"))],
];
test.each(bad)(
  "a listener that %s harms neither the flow nor other listeners, and is logged",
  async (_, listener) => {
    const { warn, logger } = warnings();
    const good: FlowEvent[] = [];
    await using flow = flowWith({ onEvent: listener, logger });
    flow.on((event) => good.push(event));
    expect(await flow.call(1)).toBe(2);
    await settle();
    expect(good).toHaveLength(5);
    expect(warn).toHaveBeenCalledWith("A listener of a flow failed", { error: expect.any(Error) });
  },
);

test("a slow listener gets its events one after the other, and the flow does not wait for it", async () => {
  const clock = createVirtualClock();
  const seen: string[] = [];
  let atOnce = 0;
  await using flow = flowWith({
    clock,
    async onEvent({ type }) {
      expect(++atOnce).toBe(1);
      await new Promise<void>((resolve) => clock.setTimer(10, resolve));
      atOnce--;
      seen.push(type);
    },
  });
  expect(await flow.call(1)).toBe(2);
  expect(seen).toEqual([]);
  await clock.advance(50);
  expect(seen).toEqual([
    "trace-started",
    "node-started",
    "node-succeeded",
    "message-emitted",
    "trace-settled",
  ]);
});

test("what waits for a listener that never is ready is bounded: what is over is dropped and counted", async () => {
  await using flow = flowWith({ onEvent: () => new Promise(() => undefined) });
  const quick: FlowEvent[] = [];
  flow.on((event) => quick.push(event));
  for (let each = 0; each < 500; each++) await flow.call(each);
  expect(quick).toHaveLength(2_500);
  expect(flow.stats().droppedEvents).toBe(2_500 - 1 - 1_024);
});

test("what a listener has missed stays counted after it has left", async () => {
  await using flow = flowWith();
  const off = flow.on(() => new Promise(() => undefined));
  for (let each = 0; each < 300; each++) await flow.call(each);
  const { droppedEvents } = flow.stats();
  off();
  off();
  expect(droppedEvents).toBeGreaterThan(0);
  expect(flow.stats().droppedEvents).toBe(droppedEvents);
});

test("a listener may call the flow", async () => {
  const results: unknown[] = [];
  await using flow = flowWith();
  const off = flow.on(async ({ type }) => {
    if (type !== "trace-settled") return;
    off();
    results.push(await flow.call(10));
  });
  await flow.call(1);
  await settle();
  expect(results).toEqual([11]);
});

test("a slow listener that has left is told nothing more, not even what waited", async () => {
  const clock = createVirtualClock();
  const seen: string[] = [];
  await using flow = flowWith({ clock });
  const off = flow.on(async ({ type }) => {
    seen.push(type);
    await new Promise<void>((resolve) => clock.setTimer(10, resolve));
  });
  await flow.call(1);
  off();
  await clock.advance(100);
  expect(seen).toEqual(["trace-started"]);
});

test("while nobody listens no event is made: the clock is read once, for when the trace began", async () => {
  const clock = createVirtualClock();
  await using flow = flowWith({ clock });
  const now = vi.spyOn(clock, "now");
  await flow.call(1);
  expect(now).toHaveBeenCalledTimes(1);
  flow.on(() => undefined);
  await flow.call(1);
  expect(now.mock.calls.length).toBeGreaterThan(4);
});
