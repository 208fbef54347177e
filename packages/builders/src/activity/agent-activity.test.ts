import type { GraphActivity } from "@pergola/core";
import { expect, it } from "vitest";
import { z } from "zod";
import { AgentBuilder } from "../index.ts";
import { agentActivity } from "./agent-activity.ts";

const State = z.object({ items: z.array(z.string()).default([]), item: z.string().optional() });

async function toldOf(activities: AsyncIterable<GraphActivity>): Promise<GraphActivity[]> {
  const told: GraphActivity[] = [];
  for await (const activity of activities) told.push(activity);
  return told;
}

it("tells of each step when it begins and ends, under the id that its node has in the picture", async () => {
  await using agent = await new AgentBuilder(State)
    .withStep("custom", { nodeName: "read", step: () => ({ items: ["a", "b"] }) })
    .withStep("map", {
      nodeName: "each",
      over: "items",
      item: "item",
      concurrency: 2,
      steps: [{ step: "custom", config: { nodeName: "look", step: async () => undefined } }],
    } as never)
    .build();

  const told = await toldOf(agentActivity(agent.stream({})));

  const ids = agent.describe().nodes.map(({ id }) => id);
  expect(told.every(({ nodeId }) => ids.includes(nodeId))).toBe(true);
  expect(told.map(({ nodeId, state, running }) => `${nodeId} ${state} ${running}`)).toEqual([
    "read running 1",
    "read idle 0",
    "each running 1",
    "look running 1",
    "look running 2",
    "look running 1",
    "look idle 0",
    "each idle 0",
  ]);
  expect(told.at(-1)).toMatchObject({ at: expect.any(Number), latencyMs: expect.any(Number) });
});

it("tells of the step that failed", async () => {
  await using agent = await new AgentBuilder(State)
    .withStep("custom", {
      nodeName: "break",
      step: () => {
        throw new Error("broken");
      },
    })
    .build();
  const told: string[] = [];
  const read = async () => {
    for await (const { nodeId, state } of agentActivity(agent.stream({}))) told.push(`${nodeId} ${state}`);
  };
  await read().catch(() => undefined);
  expect(told).toEqual(["break running", "break failed"]);
});

it("leaves out what runs inside the steps: that is another agent's picture", async () => {
  const step = { nodeName: "same", step: () => ({ item: "x" }) };
  await using inner = await new AgentBuilder(State).withName("inner").withStep("custom", step).build();
  await using outer = await new AgentBuilder(State)
    .withName("outer")
    .withStep("custom", { nodeName: "before", step: () => undefined })
    .withStep("custom", {
      nodeName: "same",
      step: async (_, { run }) => {
        const { scope, signal, id: parentRunId, emit } = run;
        await inner.invoke({}, { scope, signal, parentRunId, emit });
      },
    })
    .build();
  const told = await toldOf(agentActivity(outer.stream({})));
  expect(told.map(({ nodeId, state }) => `${nodeId} ${state}`)).toEqual([
    "before running",
    "before idle",
    "same running",
    "same idle",
  ]);
});
