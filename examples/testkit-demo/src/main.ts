// A flow with minutes of retries, tried in no time and without a test runner. Asserts its own result.
import assert from "node:assert/strict";
import { anyOrder, expectNodeSequence, runOne, simulateError } from "@pergola/testkit";
import { charge, createOrderFlow } from "./order-flow.ts";

const flaky = simulateError(charge, "NODE_TIMEOUT", { failTimes: 2 });
const run = await runOne((seams) => createOrderFlow({ ...seams, charge: flaky }), {
  item: "tea",
  cents: 450,
});

assert.equal(run.result, "Ordered: 4.50 EUR, tea");
assert.equal(run.latencyMs, 240_000);
expectNodeSequence(run, ["read", anyOrder(["charge", "both"], ["reserve", "both"]), "confirm"]);
assert.throws(() => expectNodeSequence(run, ["read", "confirm"]), { code: "NODE_SEQUENCE_DIFFERS" });

console.log(`${run.result} (${run.latencyMs / 60_000} minutes of virtual time, ${run.events.length} events)`);
console.log("testkit-demo: ok");
