import { createVirtualClock } from "@pergola/core/testing";
import { expect, test } from "vitest";
import { codeOf } from "../held-node.test-helper.ts";
import { createFlow, node } from "../index.ts";

/** More than a stack can hold, if each stands on the one before. */
const MANY = 5_000;

test("many calls that wait to begin may meet their deadline in the same moment", async () => {
  const clock = createVirtualClock();
  const never = node({ name: "never" }, () => new Promise(() => {}));
  const flow = createFlow({ edges: [never.to()], maxTraces: 1, clock });
  const codes = Promise.all(Array.from({ length: MANY }, () => codeOf(flow.call(1, { timeoutMs: 50 }))));
  await clock.advance(50);
  expect(new Set(await codes)).toEqual(new Set(["DEADLINE_EXCEEDED"]));
  expect(flow.stats()).toMatchObject({ traces: 0, waiting: 0 });
});

test("many calls that wait to begin may end the moment they begin", async () => {
  const twice = node({ name: "twice" }, (_: number, { emit }) => {
    void emit(1);
    void emit(2);
  });
  const flow = createFlow({ edges: [twice.to()], maxTraces: 1 });
  const codes = await Promise.all(Array.from({ length: MANY }, () => codeOf(flow.call(1))));
  expect(new Set(codes)).toEqual(new Set(["MULTIPLE_RESULTS"]));
});

test("a node with many places may send to itself again and again before it has returned", async () => {
  let runs = 0;
  const policy = { concurrency: 1_000_000, unordered: true };
  const again = node({ name: "again", allowCycle: true, policy }, (_: number, { emit }) => {
    if (runs++ < MANY) void emit(runs, { to: "again" });
  });
  const flow = createFlow({ edges: [again.to(again)], egress: [again] });
  await flow.call(1);
  expect(runs).toBe(MANY + 1);
});
