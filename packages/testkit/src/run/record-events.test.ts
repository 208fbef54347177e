import { getEventListeners } from "node:events";
import { createFlow, node } from "@pergola/flow-runtime";
import { expect, test } from "vitest";
import { recordEvents, visitedNodes } from "../index.ts";

const double = node({ name: "double" }, (value: number) => value * 2);
const add = node({ name: "add" }, (value: number) => value + 1);
const makeFlow = () => createFlow({ edges: [double.to(add)] });

test("a recorder keeps what a flow tells, in order, until it is closed", async () => {
  await using flow = makeFlow();
  const recorder = recordEvents(flow);
  await flow.call(1, { traceId: "a" });
  const { length } = recorder.events;
  recorder.close();
  recorder.close();
  await flow.call(1, { traceId: "b" });
  expect(recorder.events).toHaveLength(length);
  expect(recorder.events.map(({ type }) => type)).toContain("trace-settled");
  expect(recorder.dropped).toBe(0);
});

test("a recorder that is disposed of listens no more", async () => {
  await using flow = makeFlow();
  const seen = await (async () => {
    using recorder = recordEvents(flow);
    return recorder.events;
  })();
  await flow.call(1);
  expect(seen).toEqual([]);
});

test("events are found by trace, type and node, and by all of them", async () => {
  await using flow = makeFlow();
  using recorder = recordEvents(flow);
  await Promise.all([flow.call(1, { traceId: "a" }), flow.call(2, { traceId: "b" })]);
  expect(
    recorder
      .of({ type: "trace-settled" })
      .map(({ traceId }) => traceId)
      .sort(),
  ).toEqual(["a", "b"]);
  const some = recorder.of({ traceId: "b", nodeName: "add", type: ["node-started", "node-succeeded"] });
  expect(some.map(({ type }) => type)).toEqual(["node-started", "node-succeeded"]);
  expect(visitedNodes(recorder.trace("a"))).toEqual(["double", "add"]);
});

test("a recorder can be asked to keep some events only", async () => {
  await using flow = makeFlow();
  using recorder = recordEvents(flow, { type: "trace-settled", traceId: "b" });
  await flow.call(1, { traceId: "a" });
  await flow.call(1, { traceId: "b" });
  expect(recorder.events).toMatchObject([{ type: "trace-settled", traceId: "b" }]);
});

test("a recorder is bounded: the oldest events go and are counted", async () => {
  await using flow = makeFlow();
  using recorder = recordEvents(flow, { maxEvents: 3 });
  await flow.call(1);
  expect(recorder.events).toHaveLength(3);
  expect(recorder.events.at(-1)?.type).toBe("trace-settled");
  expect(recorder.dropped).toBeGreaterThan(0);
  recorder.clear();
  expect([recorder.events.length, recorder.dropped]).toEqual([0, 0]);
  expect(() => recordEvents(flow, { maxEvents: 0 })).toThrow(/maxEvents is 0/);
});

test("waiting gives an event that was there, or the next one", async () => {
  await using flow = makeFlow();
  using recorder = recordEvents(flow);
  const next = recorder.waitFor({ type: "node-succeeded", nodeName: "add" });
  const { signal } = new AbortController();
  const settled = recorder.waitFor({ type: "trace-settled" }, { signal });
  await flow.call(1, { traceId: "a" });
  expect(await next).toMatchObject({ traceId: "a" });
  expect(await settled).toMatchObject({ outcome: "completed" });
  expect(getEventListeners(signal, "abort")).toEqual([]);
  expect(await recorder.waitFor({ type: "trace-settled" })).toMatchObject({ traceId: "a" });
});

test("whoever waits in vain is told: by its signal, or when the recorder is closed", async () => {
  await using flow = makeFlow();
  const recorder = recordEvents(flow);
  const controller = new AbortController();
  const stopped = recorder.waitFor({ type: "node-failed" }, { signal: controller.signal });
  const left = recorder.waitFor({ type: "node-failed", nodeName: "add" });
  controller.abort(new Error("enough"));
  await expect(stopped).rejects.toThrow("enough");
  await expect(recorder.waitFor({}, { signal: controller.signal })).rejects.toThrow("enough");
  recorder.close();
  const closed = { code: "RECORDER_CLOSED", message: expect.stringContaining('"nodeName":"add"') };
  await expect(left).rejects.toMatchObject(closed);
  await expect(recorder.waitFor({ nodeName: "add" })).rejects.toMatchObject(closed);
});
