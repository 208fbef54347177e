import { getEventListeners } from "node:events";
import { expect, test } from "vitest";
import { createFlow, type Flow, flowActivity, node } from "../index.ts";

/** A flow that says how many listen to it. */
function listened() {
  const double = node({ name: "double" }, (value: number) => value * 2);
  const flow = createFlow({ edges: [double.to()] });
  let listeners = 0;
  const on: Flow["on"] = (listener) => {
    listeners++;
    const off = flow.on(listener);
    return () => {
      listeners--;
      off();
    };
  };
  return { flow, watched: { name: flow.name, on }, listeners: () => listeners };
}

test("it tells what the nodes do from the first read until the loop is left", async () => {
  const { flow, watched, listeners } = listened();
  const activity = flowActivity(watched);
  await flow.call(1);
  expect(listeners()).toBe(0);
  const first = activity.next();
  expect(listeners()).toBe(1);
  await flow.call(1);
  expect(await first).toMatchObject({ value: { nodeId: "double", state: "running" } });
  for await (const { state } of activity) {
    expect(state).toBe("idle");
    break;
  }
  expect(listeners()).toBe(0);
  expect(await activity.next()).toEqual({ value: undefined, done: true });
});

test("leaving ends a read that waits", async () => {
  const { watched, listeners } = listened();
  const activity = flowActivity(watched);
  const waiting = activity.next();
  await activity[Symbol.asyncDispose]();
  expect(await waiting).toEqual({ value: undefined, done: true });
  expect(listeners()).toBe(0);
});

test("a reader that comes late misses what is oldest, never how things are", async () => {
  const { flow, watched } = listened();
  const activity = flowActivity(watched);
  const first = activity.next();
  for (let each = 0; each < 1_000; each++) await flow.call(each);
  await first;
  let read = 0;
  let last: unknown;
  while (read < 1_024) {
    last = (await activity.next()).value;
    read++;
  }
  expect(last).toMatchObject({ state: "idle", running: 0 });
  const next = activity.next();
  await activity.return?.();
  expect(await next).toMatchObject({ done: true });
});

test.each(["before the first read", "during a read", "between two reads"])(
  "a signal that fires %s is the reader's error, once, and nothing is left",
  async (when) => {
    const { flow, watched, listeners } = listened();
    const controller = new AbortController();
    const { signal } = controller;
    const activity = flowActivity(watched, { signal });
    const reason = new Error("enough");
    let read: Promise<unknown> | undefined;
    if (when === "during a read") read = activity.next();
    if (when === "between two reads") {
      const first = activity.next();
      await flow.call(1);
      await first;
    }
    controller.abort(reason);
    await expect(read ?? activity.next()).rejects.toBe(reason);
    expect(await activity.next()).toEqual({ value: undefined, done: true });
    expect([listeners(), getEventListeners(signal, "abort").length]).toEqual([0, 0]);
  },
);
