import { MemorySaver } from "@langchain/langgraph";
import type { RunLimits, StepStrategy } from "@pergola/core-steps";
import { expect, it } from "vitest";
import { z } from "zod";
import { AgentBuilder } from "../index.ts";

const State = z.object({ note: z.string().optional() });

/** A step of one node that keeps what it was asked its visits with. */
function visited() {
  const asked: RunLimits[] = [];
  const strategy: StepStrategy<object> = {
    name: "visited",
    configSchema: z.strictObject({}),
    nodeName: (index) => `visited_${index}`,
    createStep: () => () => undefined,
    createGraph: () => ({
      nodes: [{ name: "only", ends: ["end"], run: async () => ({}) }],
      visits(limits) {
        asked.push(limits);
        return 1;
      },
    }),
  };
  return { strategy, asked };
}

it("what a run may visit is counted by build(), and again only for a call with limits of its own", async () => {
  const { strategy, asked } = visited();
  const builder = new AgentBuilder(State).withStep(strategy, {}).withCheckpointer(new MemorySaver());
  await using agent = await builder.withLimits({ maxIterations: 3 }).build();
  const once = [{ maxIterations: 3 }];
  expect(asked).toEqual(once);
  await agent.run({});
  await agent.run({});
  expect(asked).toEqual(once);
  await agent.run({}, { maxIterations: 7 });
  expect(asked).toEqual([...once, { maxIterations: 3, callMaxIterations: 7 }]);
});
