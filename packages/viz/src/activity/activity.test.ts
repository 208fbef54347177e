import type { GraphActivity } from "@pergola/core";
import { expect, test } from "vitest";
import { applyActivity, startActivity, watchActivity } from "../index.ts";
import { activityText } from "./activity-text.ts";

const graph = {
  name: "g",
  kind: "flow" as const,
  nodes: [
    { id: "a", label: "a", kind: "node" },
    { id: "b", label: "b", kind: "node" },
  ],
  edges: [],
};
const start = startActivity(graph);
const of = (state: GraphActivity["state"], at: number, rest: Partial<GraphActivity> = {}) => ({
  nodeId: "a",
  state,
  at,
  ...rest,
});

test("every node is idle before anything happens", () => {
  expect([...start.nodes.keys()]).toEqual(["a", "b"]);
  expect(start.nodes.get("a")).toMatchObject({ state: "idle", started: 0, finished: 0, failed: 0 });
});

test("a node is what was told last, and everything is counted", () => {
  const { nodes } = applyActivity(start, [
    of("running", 1, { queueDepth: 4 }),
    of("idle", 2, { latencyMs: 10 }),
    of("running", 3),
    of("idle", 4, { latencyMs: 30 }),
    of("running", 5),
    of("failed", 6, { latencyMs: 90, queueDepth: 1 }),
  ]);
  expect(nodes.get("a")).toEqual({
    state: "failed",
    at: 6,
    running: 0,
    started: 3,
    finished: 2,
    failed: 1,
    latencyP50Ms: 30,
    latenciesMs: [10, 30, 90],
    queueDepth: 1,
  });
});

test("a node runs as long as something of it does, and what is given up neither begins nor ends", () => {
  const after = (...activities: GraphActivity[]) => applyActivity(start, activities).nodes.get("a");
  const two = [of("running", 1, { running: 1 }), of("running", 1, { running: 2 })];
  const ended = of("running", 2, { running: 1, latencyMs: 10 });
  expect(after(...two, ended)).toMatchObject({ state: "running", running: 1, started: 2, finished: 1 });
  const givenUp = [of("running", 2, { running: 1 }), of("idle", 3, { running: 0 })];
  expect(after(...two, ...givenUp)).toMatchObject({ state: "idle", running: 0, started: 2, finished: 0 });
});

test("snapshots do not change, and share the nodes that nothing happened to", () => {
  const next = applyActivity(start, of("running", 1));
  expect(start.nodes.get("a")?.state).toBe("idle");
  expect(next.nodes.get("a")?.state).toBe("running");
  expect(next.nodes.get("b")).toBe(start.nodes.get("b"));
  expect(Object.isFrozen(next.nodes.get("a"))).toBe(true);
});

test("what comes late counts, but does not turn the state back", () => {
  const { nodes } = applyActivity(start, [
    of("failed", 5, { queueDepth: 2 }),
    of("running", 4, { queueDepth: 9 }),
  ]);
  expect(nodes.get("a")).toMatchObject({ state: "failed", at: 5, started: 1, queueDepth: 2 });
});

test("activity of no node of the graph is counted and kept nowhere", () => {
  const next = applyActivity(start, [
    { nodeId: "x", state: "running", at: 1 },
    { nodeId: "__proto__", state: "running", at: 1 },
  ]);
  expect(next.ignored).toBe(2);
  expect(next.nodes.size).toBe(2);
});

test("a hundred thousand activities need no more room than a few", () => {
  let snapshot = start;
  for (let at = 1; at <= 1_000; at++)
    snapshot = applyActivity(
      snapshot,
      Array.from({ length: 100 }, () => of("idle", at, { latencyMs: at })),
    );
  expect(snapshot.nodes.get("a")?.latenciesMs).toHaveLength(64);
  expect(snapshot.nodes.get("a")).toMatchObject({ finished: 100_000, latencyP50Ms: 1_000 });
});

test("a latency or a queue that is no number is left out", () => {
  const { nodes } = applyActivity(start, of("idle", 1, { latencyMs: Number.NaN, queueDepth: -1 }));
  expect(nodes.get("a")).not.toHaveProperty("queueDepth");
  expect(nodes.get("a")?.latenciesMs).toEqual([]);
});

test("activity is told in few words", () => {
  const text = (...activities: GraphActivity[]) =>
    activityText(applyActivity(start, activities).nodes.get("a"));
  expect(text()).toBe("–");
  expect(text(of("idle", 1, { latencyMs: 2.345 }))).toBe("2.3 ms");
  expect(text(of("failed", 1, { latencyMs: 61_000, queueDepth: 12_300 }))).toBe(
    "1 min · 12k waiting · 1 failed",
  );
});

test("a slow reader gets the newest snapshot, not every one", async () => {
  async function* activities() {
    for (let at = 1; at <= 500; at++) yield of("running", at);
  }
  const seen: number[] = [];
  for await (const { nodes } of watchActivity(graph, activities())) {
    seen.push(nodes.get("a")?.started ?? 0);
    // Far more turns than the stream needs to end.
    for (let turn = 0; turn < 3_000; turn++) await null;
  }
  expect(seen[0]).toBe(0);
  expect(seen.at(-1)).toBe(500);
  expect(seen.length).toBeLessThan(5);
});

test("leaving the loop ends the stream, and its error is the reader's", async () => {
  let isEnded = false;
  async function* endless() {
    try {
      for (let at = 1; ; at++) yield of("running", at);
    } finally {
      isEnded = true;
    }
  }
  for await (const { nodes } of watchActivity(graph, endless())) if (nodes.get("a")?.started) break;
  await expect.poll(() => isEnded).toBe(true);
  // biome-ignore lint/correctness/useYield: it fails before
  async function* broken(): AsyncGenerator<GraphActivity> {
    throw new Error("The line is dead.");
  }
  const watch = watchActivity(graph, broken());
  await expect(watch.next().then(() => watch.next())).rejects.toThrow("The line is dead.");
});

test("a signal ends a wait for a stream that says nothing", async () => {
  const silent: AsyncIterable<GraphActivity> = {
    [Symbol.asyncIterator]: () => ({ next: () => new Promise(() => undefined) }),
  };
  const controller = new AbortController();
  const watch = watchActivity(graph, silent, { signal: controller.signal });
  await watch.next();
  const waiting = watch.next();
  controller.abort(new Error("enough"));
  await expect(waiting).rejects.toThrow("enough");
});

test("a signal that has fired already ends it before the stream is asked for anything", async () => {
  let asked = 0;
  const source: AsyncIterable<GraphActivity> = {
    [Symbol.asyncIterator]: () => ({
      next: () => {
        asked++;
        return new Promise(() => undefined);
      },
    }),
  };
  const watch = watchActivity(graph, source, { signal: AbortSignal.abort(new Error("too late")) });
  await expect(watch.next()).rejects.toThrow("too late");
  expect(asked).toBe(0);
});

test("a stream that fails when it is left harms nobody, and one that fails with nothing is told in words", async () => {
  const source: AsyncIterable<GraphActivity> = {
    [Symbol.asyncIterator]: () => ({
      next: async () => ({ done: false, value: of("running", 1) }),
      return: () => Promise.reject(new Error("I stay.")),
    }),
  };
  for await (const _ of watchActivity(graph, source)) break;
  await new Promise((resolve) => setImmediate(resolve));
  const silent: AsyncIterable<GraphActivity> = {
    [Symbol.asyncIterator]: () => ({ next: () => Promise.reject(undefined) }),
  };
  const watch = watchActivity(graph, silent);
  await watch.next();
  await expect(watch.next()).rejects.toThrow("The stream of activities failed.");
});
