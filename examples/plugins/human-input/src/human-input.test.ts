import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { MemorySaver } from "@langchain/langgraph";
import { AgentBuilder } from "@pergola/builders";
import { stepStrategyContract } from "@pergola/core-steps/testing";
import { pluginContract } from "@pergola/plugins/testing";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { humanInputStep, plugin } from "./index.ts";

pluginContract({ plugin, directory: join(import.meta.dirname, "..") });

stepStrategyContract({
  strategy: humanInputStep,
  cases: { "a question": { config: { question: "Who?", as: "name" } } },
  skip: { runs: "it waits for a person: see below", stop: "the run is suspended, and no step is under way" },
});

const State = z.object({ topic: z.string(), answer: z.string().optional() });
const builder = new AgentBuilder(State)
  .withPlugin(plugin)
  .withStep("human-input", { question: "What of {topic}?", as: "answer" });

describe("human-input", () => {
  test("asks, waits, and puts the answer into the state", async () => {
    await using agent = await builder.withCheckpointer(new MemorySaver()).build();
    const waiting = await agent.stream({ topic: "lunch" }).result;
    expect(waiting.interrupts).toMatchObject([{ value: { question: "What of lunch?" } }]);
    const { state } = await agent.resume(waiting.runId, "Soup.");
    expect(state).toMatchObject({ answer: "Soup." });
  });

  test.each([7, "", "  ", { yes: true }])("asks again after %j", async (odd) => {
    await using agent = await builder.withCheckpointer(new MemorySaver()).build();
    const { runId } = await agent.stream({ topic: "lunch" }).result;
    const again = await agent.resume(runId, odd);
    expect(again.interrupts).toMatchObject([{ value: { problem: expect.stringContaining("not empty") } }]);
    expect((await agent.resume(runId, "Soup.")).state).toMatchObject({ answer: "Soup." });
  });

  test("needs a checkpointer, and the run says so", async () => {
    await using agent = await builder.build();
    await expect(agent.run({ topic: "lunch" })).rejects.toMatchObject({
      code: "INTERRUPT_NEEDS_CHECKPOINTER",
    });
  });

  test("the example runs and finds its own result right", () => {
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      ["--conditions=@pergola/source", join(import.meta.dirname, "main.ts")],
      { encoding: "utf8" },
    );
    expect([stderr, status]).toEqual(["", 0]);
    expect(stdout).toMatch(/human-input: ok\n$/);
  });
});
