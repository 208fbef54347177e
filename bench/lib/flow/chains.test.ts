import { expect, test } from "vitest";
import { inFlight } from "./in-flight.ts";
import { ourChunks, queueChunks } from "./our-chunks.ts";
import { ourChain, ourFanOut } from "./our-flows.ts";
import { queueChain } from "./queue-chain.ts";
import { queueFanOut } from "./queue-fan-out.ts";
import { branchSteps, chainSteps, checkedChain, checkedFanOut, type Run, sum } from "./run.ts";

test.each([
  ["bare queues", queueChain],
  ["our flow", ourChain],
])("a chain of %s gives each of many messages its own answer", async (_, chain) => {
  await inFlight(checkedChain(chain(chainSteps())), 300)(3);
});

test.each([
  ["bare queues", queueFanOut],
  ["our flow", ourFanOut],
])("a fan-out of %s joins the branches of each of many messages", async (_, fanOut) => {
  await inFlight(checkedFanOut(fanOut(branchSteps(), sum)), 300)(3);
});

test.each([
  ["a bare queue", queueChunks],
  ["our flow", ourChunks],
])("every chunk comes through %s", async (_, make) => {
  await expect(make()()).resolves.toBeUndefined();
});

test("a wrong answer is an error", async () => {
  const wrong: Run = async (input) => input + 9;
  await expect(checkedChain(wrong)(1)).rejects.toThrow("Wrong answer to 1: 10 instead of 11.");
  await expect(checkedFanOut(wrong)(1)).rejects.toThrow("Wrong answer to 1: 10 instead of 36.");
});
