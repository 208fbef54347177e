import { createVirtualClock } from "@pergola/core/testing";
import { expect, test } from "vitest";
import { createFlow, node } from "../index.ts";

test("the time before a message came is no reason to put it off", async () => {
  const clock = createVirtualClock();
  const chain = Array.from({ length: 20 }, (_, index) => node({ name: `n${index}` }, (n: number) => n + 1));
  const edges = chain.slice(1).map((each, index) => [chain[index] as typeof each, [each]] as const);
  await using flow = createFlow({ clock, edges });
  for (let round = 0; round < 5; round++) {
    let result: unknown;
    // All that is ready has run when the clock has been moved.
    clock.setTimer(1_000, () => {
      void flow.call(0 as never).then((value) => {
        result = value;
      });
    });
    await clock.advance(1_000);
    expect(result).toBe(20);
  }
});
