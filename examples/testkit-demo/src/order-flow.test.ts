// #region branching
import "@pergola/testkit/vitest";
import { anyOrder, expectNodeSequence, runOne, simulateError } from "@pergola/testkit";
import { expect, test } from "vitest";
import { charge, createOrderFlow } from "./order-flow.ts";

const order = { item: "tea", cents: 450 };

test("an order is charged and reserved at the same time, then confirmed", async () => {
  const run = await runOne(createOrderFlow, order);
  expect(run.result).toBe("Ordered: 4.50 EUR, tea");
  expectNodeSequence(run, ["read", anyOrder(["charge", "both"], ["reserve", "both"]), "confirm"]);
});
// #endregion

// #region failing
test("a bank that is away for some minutes costs some minutes", async () => {
  const flaky = simulateError(charge, "NODE_TIMEOUT", { failTimes: 2 });
  const run = await runOne((seams) => createOrderFlow({ ...seams, charge: flaky }), order);
  expect(run).toSettleAs("completed");
  expect(run.latencyMs).toBe(30_000 + 60_000 + 30_000 + 120_000);
});

test("an order that cannot be charged is not confirmed", async () => {
  const broken = simulateError(charge, new Error("no credit"), { failTimes: Number.POSITIVE_INFINITY });
  const run = await runOne((seams) => createOrderFlow({ ...seams, charge: broken }), order);
  expect(run).toFailWith("NODE_EXCEPTION");
  expect(run).not.toHaveVisited(["confirm"]);
});
// #endregion

test("an order without a price goes nowhere", async () => {
  const run = await runOne(createOrderFlow, { item: "tea", cents: 0 });
  expect(run).toFailWith("VALIDATION_FAILED");
  expectNodeSequence(run, ["read"]);
});

test("whoever waits for an order is told at its deadline, however patient the retries are", async () => {
  const broken = simulateError(charge, "NODE_EXCEPTION", { failTimes: Number.POSITIVE_INFINITY });
  const run = await runOne((seams) => createOrderFlow({ ...seams, charge: broken }), order, {
    timeoutMs: 100_000,
  });
  expect(run).toSettleAs("deadline");
  expect(run.latencyMs).toBe(100_000);
});

test("the confirmation is streamed in parts", async () => {
  const { chunks } = await runOne(createOrderFlow, order, { headers: { tenant: "acme" } });
  expect(chunks.map(({ text }) => text)).toEqual(["4.50 EUR", "tea"]);
});
