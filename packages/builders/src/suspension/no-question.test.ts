import { interrupt, MemorySaver } from "@langchain/langgraph";
import { expect, it } from "vitest";
import { z } from "zod";
import { AgentBuilder } from "../index.ts";

it("an interrupt without a question takes an answer like any other", async () => {
  const agent = await new AgentBuilder(z.object({ answer: z.string().optional() }))
    .withCheckpointer(new MemorySaver())
    .withStep("custom", { needsGraph: true, step: () => ({ answer: interrupt(undefined) as string }) })
    .build();
  const waiting = await agent.stream({}).result;
  expect(waiting.interrupts).toMatchObject([{ step: "custom_step_0", value: null }]);
  expect((await agent.resume(waiting.runId, "yes")).state).toEqual({ answer: "yes" });
});
