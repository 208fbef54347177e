import { node } from "@pergola/flow-runtime";
import { expect, expectTypeOf, test } from "vitest";
import { z } from "zod";
import { runOne, type SimulatedCode, simulateError } from "./index.ts";

const policy = { maxRetries: 3, backoffBaseMs: 1_000 };
const double = node({ name: "double", input: z.number(), policy }, (value) => value * 2);

test("a node fails as often as asked, then works", async () => {
  const flaky = simulateError(double, "NODE_EXCEPTION", { failTimes: 2 });
  const run = await runOne({ edges: [flaky.to()] }, 4);
  expect(run).toMatchObject({ outcome: "completed", result: 8, latencyMs: 3_000 });
  expect(run.events.filter(({ type }) => type === "node-retried")).toHaveLength(2);
  expect(await runOne({ edges: [flaky.to()] }, 4)).toMatchObject({ result: 8, latencyMs: 0 });
});

test("the node is like the one it was made of, which stays as it was", async () => {
  const broken = simulateError(double, "NODE_EXCEPTION", { failTimes: Number.POSITIVE_INFINITY });
  expectTypeOf(broken).toEqualTypeOf(double);
  expect(broken.name).toBe("double");
  expect({ ...broken.definition, run: undefined }).toEqual({ ...double.definition, run: undefined });
  const run = await runOne({ edges: [broken.to()] }, 4);
  expect(run.error).toMatchObject({ code: "NODE_EXCEPTION", attempt: 4 });
  expect(run.error?.attempts).toHaveLength(4);
  expect(await runOne({ edges: [double.to()] }, 4)).toMatchObject({ result: 8 });
});

const once = node({ name: "once" }, (value: number) => value);
const CODES: SimulatedCode[] = [
  "NODE_EXCEPTION",
  "NODE_TIMEOUT",
  "VALIDATION_FAILED",
  "QUEUE_FULL",
  "NODE_STARVED",
  "JOIN_INCOMPLETE",
  "UNKNOWN_TARGET",
  "INVALID_ROUTE",
  "STREAM_ORDER",
];

test.each(CODES)("a trace fails with %s", async (code) => {
  const run = await runOne({ edges: [simulateError(once, code).to()] }, 1);
  expect(run).toMatchObject({ outcome: "failed", error: { code, nodeName: "once" } });
});

test("an error of one's own is the cause", async () => {
  const cause = new TypeError("the vendor is away");
  const { error } = await runOne({ edges: [simulateError(once, cause).to()] }, 1);
  expect(error).toMatchObject({
    code: "NODE_EXCEPTION",
    message: expect.stringContaining("the vendor is away"),
  });
  expect(error?.cause).toBe(cause);
});

test("a node with a timeout really waits for it", async () => {
  const timed = node({ name: "timed", policy: { ...policy, timeoutMs: 30_000 } }, (value: number) => value);
  const run = await runOne({ edges: [simulateError(timed, "NODE_TIMEOUT", { failTimes: 2 }).to()] }, 5);
  expect(run).toMatchObject({ result: 5, latencyMs: 2 * 30_000 + 1_000 + 2_000 });
  expect(run.events.filter(({ type }) => type === "node-timed-out")).toHaveLength(2);
});

test("nothing fails when no failure is asked for", async () => {
  expect(
    await runOne({ edges: [simulateError(once, "QUEUE_FULL", { failTimes: 0 }).to()] }, 1),
  ).toMatchObject({
    result: 1,
  });
});

test("what cannot be simulated is refused, and says what can", () => {
  expect(() => simulateError(once, "DEADLINE_EXCEEDED" as never)).toThrow(
    /node "once" cannot be simulated: the failure is DEADLINE_EXCEEDED; expected an Error or one of NODE_EXCEPTION,/,
  );
  for (const failTimes of [-1, 1.5, Number.NaN])
    expect(() => simulateError(once, "QUEUE_FULL", { failTimes })).toThrow(
      expect.objectContaining({ code: "INVALID_SIMULATION" }),
    );
});
