import { createVirtualClock } from "@pergola/core/testing";
import fc from "fast-check";
import { expect, test } from "vitest";
import { z } from "zod";
import { createFlow, type EdgeList, type Flow, joinK, type NodeContext, node, withMeta } from "../index.ts";

interface Script {
  /** When each branch answers, in milliseconds; never: undefined. */
  readonly delays: readonly (number | undefined)[];
  readonly join?: Parameters<typeof joinK>[1];
}

/** A flow of a node before branches, which answer by the clock, and a join of all of them. */
function joined({ delays, join = {} }: Script) {
  const clock = createVirtualClock();
  const start = node({ name: "start" }, (text: string) => text);
  const branches = delays.map((delay, index) =>
    node({ name: `b${index}`, policy: { concurrency: 100 } }, async (text: string, ctx: NodeContext) => {
      if (delay === undefined) return undefined;
      await new Promise<void>((resolve) => {
        const cancel = clock.setTimer(delay, resolve);
        ctx.signal.addEventListener("abort", cancel, { once: true });
      });
      return withMeta(`${text}${index}`, { last: index, [`from${index}`]: true });
    }),
  );
  const all = joinK(delays.length, { name: "all", ...join } as { name: "all" });
  const flow = createFlow({ clock, edges: [start.to(...branches), ...branches.map((each) => each.to(all))] });
  return { clock, flow, settled: (): number => clock.pendingTimers + flow.stats().traces };
}

test("a join gives what came, in order of arrival", async () => {
  const { clock, flow, settled } = joined({ delays: [30, 10, 20] });
  const call = flow.call("x");
  await clock.advance(30);
  expect(await call).toEqual(["x1", "x2", "x0"]);
  expect(settled()).toBe(0);
});

test("metas are put together in declared order of the edges, whatever the order of arrival", async () => {
  await fc.assert(
    fc.asyncProperty(fc.shuffledSubarray([1, 2, 3, 4], { minLength: 4 }), async (delays) => {
      const { clock, flow } = joined({ delays });
      const { value } = await firstResult(flow.stream("x", { meta: { own: 1 } }), () => clock.advance(9));
      expect(value).toEqual({ last: 3, own: 1, from0: true, from1: true, from2: true, from3: true });
    }),
    { numRuns: 24 },
  );
});

async function firstResult(
  stream: ReturnType<ReturnType<typeof joined>["flow"]["stream"]>,
  go: () => unknown,
) {
  const first = stream.next();
  await go();
  const { value } = await first;
  return { value: value?.type === "result" ? value.meta : undefined };
}

test("a reducer makes one of two values of a key of meta", async () => {
  const reduceMeta = (current: unknown, update: unknown) => `${current},${update}`;
  const { clock, flow } = joined({ delays: [20, 10], join: { reduceMeta } });
  const { value } = await firstResult(flow.stream("x"), () => clock.advance(20));
  expect(value).toEqual({ last: "0,1", from0: true, from1: true });
});

test("traces never mix in a join", async () => {
  const { clock, flow } = joined({ delays: [5, 1, 3] });
  const names = Array.from({ length: 50 }, (_, index) => `t${index}-`);
  const calls = names.map((name) => flow.call(name));
  await clock.advance(5);
  const expected = names.map((name) => [`${name}1`, `${name}2`, `${name}0`]);
  expect(await Promise.all(calls)).toEqual(expected);
});

test("a join that does not get all in time ends the trace, and leaves nothing behind", async () => {
  const { clock, flow, settled } = joined({ delays: [10, 1_000], join: { timeoutMs: 50 } });
  const failed = flow.call("x").catch((error) => error);
  await clock.advance(59);
  expect(flow.stats().traces).toBe(1);
  await clock.advance(1);
  expect(await failed).toMatchObject({
    code: "JOIN_INCOMPLETE",
    nodeName: "all",
    details: { have: 1, expected: 2 },
  });
  expect(settled()).toBe(0);
});

test("a join that nothing more can come to says so at once", async () => {
  const { clock, flow, settled } = joined({ delays: [10, undefined], join: { timeoutMs: 5_000 } });
  const failed = flow.call("x").catch((error) => error);
  await clock.advance(10);
  expect(await failed).toMatchObject({ code: "JOIN_INCOMPLETE" });
  expect(settled()).toBe(0);
});

test.each<[string, Script["delays"]]>([
  ["in time", [10, 500, 20]],
  ["at all", [10, undefined, 20]],
])(
  "a join that emits gives what there is when not all came %s, and drops what is late",
  async (_, delays) => {
    const { clock, flow, settled } = joined({ delays, join: { timeoutMs: 50, onIncomplete: "emit" } });
    const call = flow.call("x");
    await clock.advance(1_000);
    expect(await call).toEqual(["x0", "x2"]);
    expect(settled()).toBe(0);
  },
);

test("a cancelled trace takes its part out of a join, timer and all", async () => {
  const { clock, flow, settled } = joined({ delays: [10, 100], join: { timeoutMs: 500 } });
  const cancelled = flow.call("x", { traceId: "gone" }).catch((error) => error);
  const other = flow.call("y");
  await clock.advance(20);
  expect(flow.cancel("gone")).toBe(true);
  expect(await cancelled).toMatchObject({ code: "TRACE_CANCELLED" });
  await clock.advance(80);
  expect(await other).toEqual(["y0", "y1"]);
  expect(settled()).toBe(0);
});

test("a join begins anew after each round", async () => {
  const count = node({ name: "count" }, async (upTo: number, ctx) => {
    for (let n = 1; n <= upTo; n++) await ctx.emit(n);
  });
  const pairs = joinK(2, { name: "pairs", merge: (items: readonly number[]) => items.join("+") });
  await using flow = createFlow({ queueSize: 1, edges: [count.to(pairs)] });
  const got: unknown[] = [];
  for await (const item of flow.stream(6)) if (item.type === "result") got.push(item.value);
  expect(got).toEqual(["1+2", "3+4", "5+6"]);
  await expect(flow.call(1)).rejects.toMatchObject({ code: "JOIN_INCOMPLETE" });
});

test("what a join gives at the end waits for room like everything else", async () => {
  const clock = createVirtualClock();
  const start = node({ name: "start" }, (n: number) => n);
  const pair = joinK(2, {
    name: "pair",
    onIncomplete: "emit",
    merge: (items: readonly number[]) => items.length,
  });
  const slow = node({ name: "slow" }, async (n: number) => {
    await new Promise<void>((resolve) => void clock.setTimer(10, resolve));
    return n;
  });
  await using flow = createFlow({ clock, queueSize: 1, edges: [start.to(pair), pair.to(slow)] });
  const calls = Array.from({ length: 8 }, (_, n) => flow.call(n));
  await clock.advance(80);
  expect(await Promise.all(calls)).toEqual(Array(8).fill(1));
  expect(flow.stats()).toMatchObject({ traces: 0, queueDepths: { start: 0, pair: 0, slow: 0 } });
});

test("a merge that throws is a failure of the join", async () => {
  const merge = () => {
    throw new Error("no");
  };
  const { flow, clock } = joined({ delays: [1, 1], join: { merge } });
  const failed = flow.call("x").catch((error) => error);
  await clock.advance(1);
  expect(await failed).toMatchObject({ code: "NODE_EXCEPTION", nodeName: "all" });
  const late = joined({ delays: [1], join: { merge: async () => 1 } });
  const refused = late.flow.call("x").catch((error) => error);
  await late.clock.advance(1);
  expect(await refused).toMatchObject({ message: expect.stringContaining("async") });
});

test("a merge that is async and fails is told as async, and ends no process", async () => {
  const { flow, clock } = joined({
    delays: [1],
    join: { merge: async () => Promise.reject(new Error("late")) },
  });
  const failed = flow.call("x").catch((error) => error);
  await clock.advance(1);
  expect(await failed).toMatchObject({ message: expect.stringContaining("async") });
  await new Promise((resolve) => setImmediate(resolve));
});

test("a join takes what its schema makes of each message, and fails for what does not fit", async () => {
  const start = node({ name: "start" }, (text: string) => text);
  const [left, right] = ["left", "right"].map((name) => node({ name }, (text: string) => `${text}1`));
  const numbers = joinK(2, { name: "numbers", input: z.coerce.number() });
  const edges = [
    [start, [left, right]],
    [left, [numbers]],
    [right, [numbers]],
  ] as const;
  await using flow: Flow = createFlow({ edges: edges as EdgeList });
  expect(await flow.call("2")).toEqual([21, 21]);
  await expect(flow.call("two")).rejects.toMatchObject({ code: "VALIDATION_FAILED", nodeName: "numbers" });
});

test.each<[number, object]>([
  [0, {}],
  [1.5, {}],
  [2, { timeoutMs: 0 }],
  [2, { timeoutMs: Number.NaN }],
  [2, { onIncomplete: "wait" }],
  [2, { merge: 7 }],
  [2, { reduceMeta: {} }],
  [2, { policy: { maxRetries: 1 } }],
])("joinK(%d, %j) is refused", (k, options) => {
  expect(() => joinK(k, options)).toThrow(expect.objectContaining({ code: "INVALID_NODE" }));
});
