import { createVirtualClock } from "@pergola/core/testing";
import { defineWorkflow } from "@pergola/pipeline";
import { expect, test } from "vitest";
import { createAgent } from "../index.ts";

test("a stage takes the time of the agent's clock", async () => {
  const clock = createVirtualClock();
  const workflow = defineWorkflow({ stages: { think: [() => clock.advance(250)], deliver: [() => "done"] } });
  await using agent = await createAgent({}, { clock }).withWorkflow(workflow).start();
  const latencies: number[] = [];
  for await (const event of agent.stream("go"))
    if (event.type === "stage-finished") latencies.push(event.latencyMs);
  expect(latencies).toEqual([250, 0]);
});
