import { interrupt, MemorySaver } from "@langchain/langgraph";
import { AgentBuilder, createAgent } from "@pergola/builders";
import { ScriptedChatModel } from "@pergola/core-steps/testing";
import { defineTool } from "@pergola/tools";
import { expect, test } from "vitest";
import { z } from "zod";

test("an agent with a tool", async () => {
  const model = new ScriptedChatModel([
    { toolCalls: [{ name: "weather", arguments: { city: "Rome" } }] },
    "Rain.",
  ]);
  // #region agent
  const weather = defineTool({
    name: "weather",
    description: "The weather of a city.",
    input: z.object({ city: z.string() }),
    execute: ({ city }) => ({ city, sky: "rain" }),
  });

  const agent = await createAgent({ name: "forecast" })
    .withLlm(model)
    .withTools([weather])
    .withMemory({ type: "conversation", window: { maxMessages: 20 } })
    .withLimits({ maxIterations: 8 })
    .withStep("tools-loop", { systemPrompt: "You are brief." })
    .start();

  const { text } = await agent.chat("Rome?", { userId: "ada", sessionId: "trip" });
  // #endregion
  expect(text).toBe("Rain.");
});

test("a workflow is a list of steps over one state", async () => {
  const model = new ScriptedChatModel([({ messages }) => `<${messages.at(-1)?.text}>`, "b", "short"]);
  // #region workflow
  const Digest = z.object({
    urls: z.array(z.string()),
    url: z.string().optional(),
    summary: z.string().optional(),
    summaries: z.array(z.string()).default([]),
    text: z.string().default(""),
    title: z.string().optional(),
    language: z.string().optional(),
  });

  const agent = await new AgentBuilder(Digest)
    .withLlm(model)
    .withStep("map", {
      over: "urls",
      item: "url",
      steps: [{ step: "llm", config: { promptTemplate: "Sum up {url}", as: "summary" } }],
      collect: "summary",
      into: "summaries",
      concurrency: 1,
    })
    .withStep("custom", { nodeName: "join", step: ({ summaries }) => ({ text: summaries.join(" ") }) })
    .withStep("parallel", {
      branches: {
        title: [{ step: "llm", config: { promptTemplate: "A title for {text}", as: "title" } }],
        language: [{ step: "custom", config: { step: () => ({ language: "en" }) } }],
      },
    })
    .withStep("branch", {
      on: ({ text }) => text.length > 1_000,
      cases: { true: [{ step: "llm", config: { promptTemplate: "Shorten {text}", as: "text" } }] },
      otherwise: [],
    })
    .build();

  const { title, text } = await agent.run({ urls: ["a.html", "b.html"] });
  // #endregion
  expect({ title, text }).toEqual({ title: "short", text: "<Sum up a.html> b" });
});

test("suspend and resume", async () => {
  const Order = z.object({ item: z.string(), isApproved: z.boolean().optional() });
  // #region suspend
  const agent = await new AgentBuilder(Order)
    .withCheckpointer(new MemorySaver())
    .withStep("custom", {
      nodeName: "approval",
      needsGraph: true,
      step: ({ item }) => ({ isApproved: z.boolean().parse(interrupt({ approve: item })) }),
    })
    .build();

  const { runId, interrupts } = await agent.stream({ item: "desk" }).result;
  const { state } = await agent.resume(runId, true);
  // #endregion
  expect(interrupts).toMatchObject([{ step: "approval", value: { approve: "desk" } }]);
  expect(state).toEqual({ item: "desk", isApproved: true });
});
