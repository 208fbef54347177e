import { expect, it } from "vitest";
import { z } from "zod";
import { AgentBuilder } from "../index.ts";
import { WAYS } from "../run/engine-ways.test-helper.ts";

const State = z.object({ items: z.array(z.number()).default([]), item: z.number().optional() });

/** Does nothing else for a moment, as a step that computes. */
const compute = () => {
  const end = performance.now() + 1;
  while (performance.now() < end);
};

it.each(WAYS)("steps that never wait let a run be stopped, $way", async ({ options }) => {
  let done = 0;
  const step = () => {
    done++;
    compute();
  };
  const agent = await new AgentBuilder(State)
    .withStep("map", { over: "items", item: "item", steps: [{ step: "custom", config: { step } }] })
    .build();
  const items = Array.from({ length: 1_000 }, (_, index) => index);
  const running = agent.run({ items }, { ...options, timeoutMs: 50 });
  await expect(running).rejects.toMatchObject({ code: "DEADLINE_EXCEEDED" });
  expect(done).toBeLessThan(items.length / 2);
});
