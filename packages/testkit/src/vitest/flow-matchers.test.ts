import "./index.ts";
import { createFlow, node } from "@pergola/flow-runtime";
import { expect, test } from "vitest";
import { runOne, simulateError } from "../index.ts";

const a = node({ name: "a" }, (value: number) => value);
const b = node({ name: "b" }, (value: number) => value);
const good = () => runOne({ edges: [a.to(b)] }, 1);
const bad = () => runOne({ edges: [a.to(simulateError(b, "QUEUE_FULL"))] }, 1);

test("a run settles as expected, or the message says how and why", async () => {
  expect(await good()).toSettleAs("completed");
  await expect(bad()).resolves.toSettleAs("failed");
  expect(await bad()).not.toSettleAs("completed");
  const run = await bad();
  expect(() => expect(run).toSettleAs("completed")).toThrow(
    'Expected the trace to settle as completed; it settled as failed (QUEUE_FULL: A simulated QUEUE_FULL of node "b".)',
  );
  expect(() => expect(run).not.toSettleAs("failed")).toThrow(/not to settle as failed/);
});

test("a run and an error fail with a code", async () => {
  const run = await bad();
  expect(run).toFailWith("QUEUE_FULL");
  expect(run.error).toFailWith("QUEUE_FULL");
  expect(await good()).not.toFailWith("QUEUE_FULL");
  await using flow = createFlow({ edges: [simulateError(a, "INVALID_ROUTE").to()] });
  await expect(flow.call(1)).rejects.toFailWith("INVALID_ROUTE");
  expect(() => expect(run).toFailWith("NODE_TIMEOUT")).toThrow(/a failure with NODE_TIMEOUT; got QUEUE_FULL/);
  expect(() => expect(new Error("x")).toFailWith("NODE_TIMEOUT")).toThrow(/got an error without a code: x/);
  const fine = await good();
  expect(() => expect(fine).toFailWith("NODE_TIMEOUT")).toThrow(/it did not fail/);
  expect(() => expect(run).not.toFailWith("QUEUE_FULL")).toThrow(/another failure than QUEUE_FULL/);
});

test("a trace has visited nodes in an order, and none of others", async () => {
  const run = await good();
  expect(run).toHaveVisited(["a", "b"]);
  expect(run).toHaveVisited(["b"]);
  expect(run).not.toHaveVisited(["c", "d"]);
  expect(() => expect(run).toHaveVisited(["b", "a"])).toThrow("visit b → a in this order; visited: a → b.");
  expect(() => expect(run).not.toHaveVisited(["c", "a"])).toThrow("none of c, a is visited; visited: a → b.");
});

test("a trace that visited nothing says so", () => {
  const nowhere = { traceId: "t", events: [] };
  expect(() => expect(nowhere).toHaveVisited(["a"])).toThrow("visit a in this order; visited: nothing.");
});

test.each([
  ["toSettleAs", "completed"],
  ["toFailWith", "QUEUE_FULL"],
  ["toHaveVisited", ["a"]],
] as const)("%s of something else is no success, negated neither", (matcher, expected) => {
  for (const subject of [expect(1), expect(Promise.resolve()), expect(1).not])
    expect(() => (subject[matcher] as (value: unknown) => void)(expected)).toThrow(/needs what runOne\(\)/);
});
