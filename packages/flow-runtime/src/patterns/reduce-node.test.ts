import { expect, test } from "vitest";
import { createFlow, node } from "../index.ts";
import { reduceNode } from "./reduce-node.ts";

const spread = node({ name: "spread" }, async (count: number, context) => {
  for (let index = 0; index < count; index++) await context.emit(index);
});
const square = node(
  { name: "square", policy: { concurrency: 4, unordered: true } },
  async (x: number) => x * x,
);
const sum = reduceNode({
  name: "sum",
  initial: () => 0,
  reduce: (kept: number, each: number) => kept + each,
});
const text = node({ name: "text" }, async (total: number) => `${total}`);
const make = () => createFlow({ queueSize: 2, edges: [spread.to(square), square.to(sum), sum.to(text)] });

test("all messages of a trace become one, each trace for itself", async () => {
  await using flow = make();
  const sums = await Promise.all([flow.call(5), flow.call(200), flow.call(1)]);
  expect(sums).toEqual(["30", "2646700", "0"]);
});

test("a trace that sent it nothing has no result", async () => {
  await using flow = make();
  expect(await flow.call(0)).toBeUndefined();
});

test("what one gives may be gathered by the next", async () => {
  const twice = reduceNode({
    name: "twice",
    initial: () => 0,
    reduce: (kept: number, each: number) => kept + 2 * each,
  });
  await using flow = createFlow({ edges: [spread.to(sum), sum.to(twice)] });
  expect(await flow.call(4)).toBe(12);
});

test("what it gives carries no meta", async () => {
  const look = node({ name: "look" }, (total: number, { meta }) => [total, meta]);
  await using flow = createFlow({ edges: [spread.to(sum), sum.to(look)] });
  expect(await flow.call(3, { meta: { who: "ada" } })).toEqual([3, {}]);
});

test("an async reduce is refused, and what it rejects with is not left over", async () => {
  const reduce = (() => Promise.reject(new Error("late"))) as unknown as (
    kept: number,
    each: number,
  ) => number;
  await using flow = createFlow({
    edges: [spread.to(reduceNode({ name: "wrong", initial: () => 0, reduce }))],
  });
  await expect(flow.call(1)).rejects.toMatchObject({
    code: "NODE_EXCEPTION",
    message: expect.stringContaining("is async"),
  });
});
