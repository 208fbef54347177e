import { defineWorkflow } from "@pergola/pipeline";
import { defineTool } from "@pergola/tools";
import { expect, test } from "vitest";
import { z } from "zod";
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

test("what is remembered of a user is there in later turns, and only for that user", async () => {
  const workflow = defineWorkflow({
    stages: {
      think: [
        async ({ message, remember, forget }) => {
          if (message.startsWith("I am ")) await remember("name", message.slice(5));
          if (message === "forget me") await forget("name");
        },
      ],
      deliver: [async ({ memory }) => `Hello ${await memory("name", "stranger")}`],
    },
  });
  await using agent = await createAgent().withMemory({ type: "conversation" }).withWorkflow(workflow).start();
  const said = async (message: string, userId: string) => (await agent.chat(message, { userId })).text;
  expect(await said("I am Ada", "ada")).toBe("Hello Ada");
  expect(await said("hi", "ada")).toBe("Hello Ada");
  expect(await said("hi", "eve")).toBe("Hello stranger");
  expect(await said("forget me", "ada")).toBe("Hello stranger");
  await using without = await createAgent().withWorkflow(workflow).start();
  await expect(without.chat("hi")).rejects.toMatchObject({ code: "USER_MEMORY_NOT_CONFIGURED" });
});

test("a conversation goes on: steps see what was said before, and only the responses are kept", async () => {
  const workflow = defineWorkflow({
    stages: {
      think: [({ say }) => say("a thought")],
      deliver: [
        ({ conversation }) =>
          conversation()
            .map(({ role, content }) => `${role}: ${content}`)
            .join(" | "),
      ],
    },
  });
  await using agent = await createAgent().withMemory({ type: "conversation" }).withWorkflow(workflow).start();
  const { text, sessionId } = await agent.chat("one");
  expect(text).toBe("user: one | assistant: a thought");
  const second = await agent.chat("two", { sessionId });
  expect(second.text).toBe(`user: one | assistant: ${text} | user: two | assistant: a thought`);
});

test("tools keep their own limits when they are queued", async () => {
  let running = 0;
  let most = 0;
  let tries = 0;
  const input = z.object({});
  const narrow = defineTool({
    name: "narrow",
    description: "One at a time.",
    input,
    concurrency: 1,
    async execute() {
      most = Math.max(most, ++running);
      await new Promise((resolve) => setImmediate(resolve));
      return running--;
    },
  });
  const shaky = defineTool({
    name: "shaky",
    description: "Fails once.",
    input,
    retry: { maxRetries: 1, backoffBaseMs: 0 },
    execute() {
      if (++tries === 1) throw new Error("not yet");
      return "there";
    },
  });
  const workflow = defineWorkflow({
    stages: {
      do: [({ queueToolUse }) => ["narrow", "narrow", "shaky"].map((tool) => queueToolUse(tool))],
      deliver: [({ load }) => `${load("shaky")}`],
    },
  });
  await using agent = await createAgent().withTools([narrow, shaky]).withWorkflow(workflow).start();
  expect((await agent.chat("go")).text).toBe("there");
  expect([most, tries]).toEqual([1, 2]);
});
