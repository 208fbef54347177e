import { setImmediate } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { beforeAll, expect, test } from "vitest";
import { createFlow, type Flow, node } from "../index.ts";

const RUNS = 20_000;
const SAMPLES = 20;
/** What a leaked trace, timer or listener weighs is more. */
const MOST_BYTES = 60;

beforeAll(() => {
  setFlagsFromString("--expose-gc");
  globalThis.gc ??= runInNewContext("gc") as typeof globalThis.gc;
});

async function liveHeap(): Promise<number> {
  // What a weak reference has given out lives until its task ends, and finalizers run in a later one.
  for (let pass = 0; pass < 2; pass++) {
    await setImmediate();
    globalThis.gc?.();
  }
  return process.memoryUsage().heapUsed;
}

/** The slope of the line with the least squared distance: bytes that each run leaves behind. */
async function heapSlope(once: (index: number) => Promise<unknown>, runs: number): Promise<number> {
  for (let index = 0; index < 2_000; index++) await once(index);
  const every = runs / SAMPLES;
  const heap: number[] = [];
  for (let index = 0; index <= runs; index++) {
    if (index % every === 0) heap.push(await liveHeap());
    await once(index);
  }
  const middle = (heap.length - 1) / 2;
  const mean = heap.reduce((sum, each) => sum + each, 0) / heap.length;
  const up = heap.reduce((sum, each, at) => sum + (at - middle) * (each - mean), 0);
  const across = heap.reduce((sum, _, at) => sum + (at - middle) ** 2, 0);
  return up / across / every;
}

/** Every eighth run is cancelled, every seventh fails, every fifth is tried again. */
function flowOfEverything(): Flow<number, number> {
  const policy = { maxRetries: 1, backoffBaseMs: 0, timeoutMs: 60_000 };
  const first = node({ name: "first", policy }, async (value: number, { attempt, signal, state }) => {
    state(() => ({ value }));
    if (signal.aborted || (value % 5 === 0 && attempt === 1)) throw new Error("not at once");
    return value;
  });
  const left = node({ name: "left" }, (value: number) => value + 1);
  const right = node({ name: "right" }, (value: number) => {
    if (value % 7 === 0) throw new Error("never");
  });
  return createFlow({ edges: [first.to(left, right)], queueSize: 1 }) as unknown as Flow<number, number>;
}

test("traces that end well, fail, are tried again or are cancelled leave nothing on the heap", async () => {
  await using flow = flowOfEverything();
  const slope = await heapSlope(async (index) => {
    const caller = new AbortController();
    const call = flow.call(index, { signal: caller.signal, timeoutMs: 60_000 });
    if (index % 8 === 0) queueMicrotask(() => caller.abort());
    await call.catch(() => undefined);
  }, RUNS);
  expect(slope).toBeLessThan(MOST_BYTES);
  expect(flow.stats()).toMatchObject({ traces: 0, waiting: 0 });
}, 60_000);

test("a flow that keeps its traces would be seen", async () => {
  const kept: unknown[] = [];
  await using flow = createFlow({ edges: [node({ name: "only" }, (value: number) => value).to()] });
  const leaking = await heapSlope(async (index) => {
    kept.push(await flow.call(index), { trace: { index }, timers: [index] });
  }, 4_000);
  expect(leaking).toBeGreaterThan(MOST_BYTES);
  expect(kept.length).toBeGreaterThan(4_000);
}, 60_000);
