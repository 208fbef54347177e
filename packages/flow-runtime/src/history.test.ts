import { createVirtualClock } from "@pergola/core/testing";
import { expect, test } from "vitest";
import { codeOf, settle } from "./held-node.test-helper.ts";
import { createFlow, createInMemoryHistory, type FlowEvent, type FlowHistory, node } from "./index.ts";

const add = node({ name: "add" }, async (value: number) => value + 1);
const all = ["trace-started", "node-started", "node-succeeded", "message-emitted", "trace-settled"];

/** A history that notes its batches, and may fail. */
function store(append?: (batch: number) => Promise<void> | void) {
  const batches: (readonly FlowEvent[])[] = [];
  const history: FlowHistory = {
    append(events) {
      batches.push(events);
      return append?.(batches.length);
    },
    load: (traceId) => batches.flat().filter((event) => event.traceId === traceId),
  };
  const clock = createVirtualClock();
  return { clock, batches, flow: createFlow({ edges: [add.to()], history, clock }) };
}

test("history() gives the events of one trace, in order", async () => {
  await using flow = createFlow({ edges: [add.to()], history: createInMemoryHistory() });
  await Promise.all([flow.call(1, { traceId: "t" }), flow.call(1, { traceId: "u" })]);
  const events = await flow.history("t");
  expect(events.map(({ type }) => type)).toEqual(all);
  expect(events.every(({ traceId }) => traceId === "t")).toBe(true);
  expect(await flow.history("never")).toEqual([]);
});

test("history() of a flow without one rejects, and says how to have one", async () => {
  await using flow = createFlow({ edges: [add.to()] });
  await expect(flow.history("t")).rejects.toMatchObject({
    code: "INVALID_OPTIONS",
    hint: expect.stringContaining("createInMemoryHistory"),
  });
});

test("events are written in batches: when there are 256, or 100 ms after the first", async () => {
  const { clock, batches, flow } = store();
  for (let each = 0; each < 70; each++) await flow.call(each);
  expect(batches.map(({ length }) => length)).toEqual([256]);
  await clock.advance(99);
  expect(batches).toHaveLength(1);
  await clock.advance(1);
  expect(batches.map(({ length }) => length)).toEqual([256, 94]);
});

test("what waits is written when the flow stops, the last events included", async () => {
  const { clock, batches, flow } = store();
  await flow.call(1);
  await flow.stop();
  expect(batches.flat().map(({ type }) => type)).toEqual(all);
  expect(clock.pendingTimers).toBe(0);
});

test("an event that comes just when a batch was written is not lost by a stop", async () => {
  for (let ticks = 0; ticks < 8; ticks++) {
    const { batches, flow } = store();
    await flow.call(1);
    const written = flow.history("t");
    for (let tick = 0; tick < ticks; tick++) await Promise.resolve();
    const call = codeOf(flow.call(2, { traceId: "late" }));
    await flow.stop();
    await Promise.all([call, written]);
    expect(
      batches
        .flat()
        .filter(({ traceId }) => traceId === "late")
        .at(-1)?.type,
    ).toBe("trace-settled");
  }
});

const failing: readonly (readonly [string, (batch: number) => Promise<void> | void])[] = [
  ["rejects", (batch) => (batch === 1 ? Promise.reject(new Error("disk full")) : undefined)],
  [
    "throws",
    (batch) => {
      if (batch === 1) throw new Error("disk full");
    },
  ],
];
test.each(failing)(
  "a history that %s ends nothing: what it lost is counted, and later events are kept",
  async (_, append) => {
    const { clock, batches, flow } = store(append);
    expect(await flow.call(1)).toBe(2);
    await clock.advance(100);
    expect(flow.stats().historyFailures).toBe(5);
    expect(await flow.call(2, { traceId: "t" })).toBe(3);
    expect((await flow.history("t")).map(({ type }) => type)).toEqual(all);
    expect(batches).toHaveLength(2);
  },
);

test("what waits for a history that never answers is bounded and counted, and the flow goes on", async () => {
  const { clock, flow } = store(() => new Promise(() => undefined));
  for (let each = 0; each < 3_000; each++) await flow.call(each);
  await clock.advance(100);
  expect(flow.stats().historyFailures).toBeGreaterThan(0);
  expect(await flow.call(1)).toBe(2);
});

test("a history that never answers holds up a stop for 5 seconds, not for ever", async () => {
  const { clock, flow } = store(() => new Promise(() => undefined));
  await flow.call(1);
  await clock.advance(100);
  await flow.call(2);
  let isStopped = false;
  const stopping = flow.stop().then(() => {
    isStopped = true;
  });
  await clock.advance(4_999);
  expect(isStopped).toBe(false);
  await clock.advance(1);
  await stopping;
  expect(flow.stats().historyFailures).toBe(5);
  expect(clock.pendingTimers).toBe(0);
});

test("a history in memory keeps the last traces, and so many events of each", async () => {
  const history = createInMemoryHistory({ maxTraces: 2, maxEventsPerTrace: 3 });
  await using flow = createFlow({ edges: [add.to()], history });
  for (const traceId of ["a", "b", "c"]) await flow.call(1, { traceId });
  const kept = await Promise.all(["a", "b", "c"].map((traceId) => flow.history(traceId)));
  expect(kept.map(({ length }) => length)).toEqual([0, 3, 3]);
});

test("a history in memory gives copies: nobody can change what it keeps", async () => {
  await using flow = createFlow({ edges: [add.to()], history: createInMemoryHistory() });
  await flow.call(1, { traceId: "t" });
  ((await flow.history("t")) as FlowEvent[]).length = 0;
  expect(await flow.history("t")).toHaveLength(5);
  await settle();
});
