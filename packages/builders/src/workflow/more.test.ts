import { definePromptStep, defineWorkflow } from "@pergola/pipeline";
import { expect, test } from "vitest";
import { createAgent } from "../index.ts";

const endless = defineWorkflow({ stages: { deliver: [() => undefined] } });

test("the iterations that a call allows win over those of the workflow and of the agent", async () => {
  await using agent = await createAgent()
    .withLimits({ maxIterations: 4 })
    .withWorkflow(endless.extend({ maxIterations: 3 }))
    .start();
  const most = (error: { details?: { maxIterations?: number } }) => error.details?.maxIterations;
  expect(await agent.chat("go").catch(most)).toBe(3);
  expect(await agent.chat("go", { maxIterations: 2 }).catch(most)).toBe(2);
  await using plain = await createAgent().withLimits({ maxIterations: 4 }).withWorkflow(endless).start();
  expect(await plain.chat("go").catch(most)).toBe(4);
});

test("a workflow is a step type like any other: beside other steps, and inside them", async () => {
  const workflow = defineWorkflow({ stages: { think: [({ message }) => `so: ${message}`] } });
  await using agent = await createAgent()
    .withStep("branch", {
      on: () => "yes",
      cases: { yes: [{ step: "staged", config: { workflow } }] },
      otherwise: [],
    })
    .withStep("custom", { step: ({ messages }) => ({ count: messages.length }) })
    .start();
  expect((await agent.chat("go")).text).toBe("so: go");
});

test("what is not a workflow is refused with everything else", async () => {
  const built = createAgent()
    .withWorkflow({ think: [] } as never)
    .build();
  await expect(built).rejects.toMatchObject({
    code: "INVALID_AGENT_CONFIG",
    message: expect.stringContaining("steps[0].workflow: Expected a workflow"),
  });
});

test("another workflow is a change of what the agent is built of; the same one is none", async () => {
  const workflow = defineWorkflow({ stages: { think: [definePromptStep({ name: "a", run: () => "a" })] } });
  const builder = createAgent().withWorkflow(workflow);
  await using agent = await builder.start();
  await expect(agent.reload(createAgent().withWorkflow(workflow).config)).resolves.toMatchObject({
    outcome: "unchanged",
  });
  const other = createAgent().withWorkflow(workflow.with({ tone: "brief" }));
  await expect(agent.reload(other.config)).rejects.toMatchObject({ code: "RESTART_REQUIRED" });
  expect(JSON.stringify(agent.definition)).toContain("workflow");
});
