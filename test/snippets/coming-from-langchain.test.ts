import { HumanMessage } from "@langchain/core/messages";
import { ChatPromptTemplate } from "@langchain/core/prompts";
import { RunnableLambda } from "@langchain/core/runnables";
import { tool } from "@langchain/core/tools";
import { AgentBuilder, createAgent } from "@pergola/builders";
import { ScriptedChatModel } from "@pergola/core-steps/testing";
import { createInMemoryConversationStore } from "@pergola/resources";
import { expect, test } from "vitest";
import { z } from "zod";

const weather = tool(({ city }) => `It rains in ${city}.`, {
  name: "weather",
  description: "The weather of a city.",
  schema: z.object({ city: z.string() }),
});
const asksForRome = { toolCalls: [{ name: "weather", arguments: { city: "Rome" } }] };

test("an agent with a tool: model and tool of LangChain as they are", async () => {
  const model = new ScriptedChatModel([asksForRome, "Take an umbrella."]);
  // #region agent
  const agent = await createAgent({ name: "forecast" })
    .withLlm(model) // your LangChain chat model
    .withTools([weather]) // your LangChain tools
    .withStep("tools-loop", { systemPrompt: "You are brief." })
    .build();

  const { text, toolCalls } = await agent.chat("Do I need an umbrella in Rome?");
  // #endregion
  expect(text).toBe("Take an umbrella.");
  expect(toolCalls).toMatchObject([{ name: "weather", result: "It rains in Rome." }]);
});

test("structured output", async () => {
  const model = new ScriptedChatModel(['{"city":"Rome","degrees":21}']);
  // #region output
  const Reading = z.object({ city: z.string(), degrees: z.number() });

  const agent = await new AgentBuilder(z.object({ report: z.string(), reading: Reading.optional() }))
    .withLlm(model)
    .withStep("llm", { promptTemplate: "Read: {report}", output: Reading, as: "reading" })
    .build();

  const { reading } = await agent.run({ report: "Mild in Rome, 21 degrees." });
  // #endregion
  expect(reading).toEqual({ city: "Rome", degrees: 21 });
});

test("threads are sessions, and belong to a user", async () => {
  const model = new ScriptedChatModel(["Hello Ada.", "You are Ada.", "Who knows?"]);
  const store = createInMemoryConversationStore();
  // #region memory
  const agent = await createAgent({ name: "friend" })
    .withLlm(model)
    .withMemory(store) // or { type: "conversation", provider: duckdb({ path }) }
    .withStep("llm", {})
    .start();

  await agent.chat("I am Ada.", { userId: "ada", sessionId: "first" });
  await agent.chat("Who am I?", { userId: "ada", sessionId: "first" }); // knows
  await agent.chat("Who am I?", { userId: "bob", sessionId: "first" }); // another conversation
  // #endregion
  expect(model.calls.map((call) => call.messages.length)).toEqual([1, 3, 1]);
});

test("events of a turn", async () => {
  const model = new ScriptedChatModel([asksForRome, "Rain."]);
  const agent = await createAgent().withLlm(model).withTools([weather]).withStep("tools-loop", {}).build();
  const lines: unknown[] = [];
  const show = (line: unknown) => lines.push(line);
  // #region events
  for await (const event of agent.stream("The weather in Rome?")) {
    if (event.type === "text-delta") show(event.text);
    if (event.type === "tool-finished") show(event.result);
    if (event.type === "run-finished") show(event.usage);
  }
  // #endregion
  expect(lines.slice(0, 2)).toEqual(["It rains in Rome.", "Rain."]);
});

test("a chain of Runnables is a step", async () => {
  const model = new ScriptedChatModel(["ROME"]);
  const State = z.object({ country: z.string(), capital: z.string().optional() });
  // #region runnable
  const chain = ChatPromptTemplate.fromMessages([["user", "The capital of {country}?"]])
    .pipe(model)
    .pipe(RunnableLambda.from((answer) => ({ capital: answer.text.toLowerCase() })));

  const agent = await new AgentBuilder(State).withStep("custom", { step: chain }).build();

  const { capital } = await agent.run({ country: "Italy" });
  // #endregion
  expect(capital).toBe("rome");
  expect(model.calls[0]?.messages).toEqual([expect.any(HumanMessage)]);
});
