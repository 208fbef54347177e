import { createVirtualClock } from "@pergola/core/testing";
import { expect, test } from "vitest";
import { createFlow, node } from "../index.ts";

test("a loop whose node waits for a retry does not wait for itself when others wait for its room", async () => {
  const clock = createVirtualClock();
  const source = node({ name: "source" }, async (count: number, { emit }) => {
    for (let each = 1; each <= count; each++) await emit(each);
  });
  let back = 0;
  const turn = node({ name: "turn" }, async (value: number, { emit }) => {
    if (value < 0) back++;
    else for (let copy = 0; copy < 3; copy++) await emit(value, { to: "flaky" });
  });
  const policy = { maxRetries: 1, backoffBaseMs: 10 };
  const flaky = node({ name: "flaky", policy }, (value: number, { attempt }) => {
    if (attempt === 1) throw new Error("not at once");
    return -value;
  });
  const flow = createFlow({
    edges: [source.to(turn), turn.to(flaky), flaky.to(turn)],
    egress: [turn],
    queueSize: 1,
    allowCycles: true,
    clock,
  });
  const calls = Promise.all([5, 5].map((count) => flow.call(count)));
  await clock.advance(10_000);
  expect([flow.stats().traces, back]).toEqual([0, 30]);
  await calls;
});
