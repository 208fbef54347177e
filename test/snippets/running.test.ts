import { AgentBuilder, createAgent } from "@pergola/builders";
import { ScriptedChatModel } from "@pergola/core-steps/testing";
import { createInMemoryConversationStore } from "@pergola/resources";
import { expect, test, vi } from "vitest";
import { z } from "zod";

test("a state of one's own is typed, and run() gives the state that the steps leave", async () => {
  const model = new ScriptedChatModel(["Dear Ada, it is on its way."]);
  // #region state
  const Support = z.object({
    name: z.string(),
    question: z.string(),
    answer: z.string().optional(),
    words: z.number().optional(),
  });

  const agent = await new AgentBuilder(Support)
    .withName("support")
    .withLlm(model) // "openai:gpt-5-mini", a provider's config, or any LangChain chat model
    .withStep("llm", { promptTemplate: "{name} asks: {question}", as: "answer" })
    .withStep("custom", { nodeName: "count", step: ({ answer }) => ({ words: answer?.split(" ").length }) })
    .build();

  const { answer, words } = await agent.run({ name: "Ada", question: "Where is my parcel?" });
  // #endregion
  expect({ answer, words }).toEqual({ answer: "Dear Ada, it is on its way.", words: 7 });
  expect(model.calls[0]?.messages.map(({ text }) => text)).toEqual(["Ada asks: Where is my parcel?"]);
});

test("a turn is collected, or read as events", async () => {
  const usage84 = { inputTokens: 9, outputTokens: 4, totalTokens: 13 };
  const model = new ScriptedChatModel([{ text: "It is 84.", usage: usage84 }, "It is 42."]);
  const store = createInMemoryConversationStore();
  const agent = await createAgent().withLlm(model).withMemory(store).withStep("llm", {}).start();
  const log = vi.spyOn(console, "log").mockImplementation(() => undefined);
  // #region calls
  const session = { userId: "ada", sessionId: "sums" };

  const { text, toolCalls, usage } = await agent.chat("What is 12 * 7?", session);

  const stream = agent.stream("And half of it?", session);
  for await (const event of stream) {
    if (event.type === "tool-started") console.log(event.tool, event.arguments);
    if (event.type === "run-finished") console.log(event.outcome);
  }
  const { state } = await stream.result;
  // #endregion
  expect([text, toolCalls, usage]).toEqual(["It is 84.", [], usage84]);
  expect(log.mock.calls).toEqual([["completed"]]);
  expect(state.messages).toHaveLength(4);
  log.mockRestore();
});

test("a signal, a deadline and leaving the loop stop a run", async () => {
  const hang = { text: "One two", hang: true };
  const model = new ScriptedChatModel([hang, hang, hang]);
  const agent = await createAgent().withLlm(model).withStep("llm", {}).build();
  // #region stop
  const stream = agent.stream("Tell me everything.");
  for await (const event of stream) if (event.type === "text-delta") break; // RUN_CANCELLED

  const stop = new AbortController();
  const stopped = agent.chat("Tell me everything.", { signal: stop.signal });
  stop.abort(new Error("The page was closed.")); // `stopped` rejects with this

  const late = agent.chat("Tell me everything.", { timeoutMs: 50 }); // DEADLINE_EXCEEDED
  // #endregion
  await Promise.all([
    expect(stopped).rejects.toThrow("The page was closed."),
    expect(late).rejects.toMatchObject({ code: "DEADLINE_EXCEEDED" }),
    expect(stream.result).rejects.toMatchObject({ code: "RUN_CANCELLED" }),
  ]);
  expect(model.calls.every((call) => call.abortedAt !== undefined)).toBe(true);
});

test("a step has a retry, a deadline and a cache of its own", async () => {
  const model = new ScriptedChatModel(["Sure! Here you are", '["small", "many"]']);
  const Facts = z.object({ topic: z.string(), facts: z.array(z.string()).optional() });
  // #region per-step
  const agent = await new AgentBuilder(Facts)
    .withLlm(model)
    .withStep("llm", {
      promptTemplate: "Facts about {topic}.",
      output: z.array(z.string()),
      as: "facts",
      retry: { maxRetries: 2, backoffBaseMs: 10 },
      timeoutMs: 20_000,
      cache: { keys: ["topic"], ttlMs: 60_000 },
    })
    .build();
  // #endregion
  expect((await agent.run({ topic: "ants" })).facts).toEqual(["small", "many"]);
  expect((await agent.run({ topic: "ants" })).facts).toEqual(["small", "many"]);
  model.expectCalls(2);
});

test("agents are steps of agents", async () => {
  const model = new ScriptedChatModel(["Paris.", "Bonjour, Paris."]);
  // #region nested
  const guide = await createAgent({ name: "guide" }).withLlm(model).withStep("llm", {}).build();

  const agent = await new AgentBuilder(z.object({ place: z.string(), greeting: z.string().optional() }))
    .withLlm(model)
    .withStep("agent", { agent: guide, input: "The capital of {place}?", as: "greeting" })
    .withStep("llm", { promptTemplate: "Greet {greeting}", as: "greeting" })
    .build();
  // #endregion
  expect((await agent.run({ place: "France" })).greeting).toBe("Bonjour, Paris.");
  expect(model.calls.map((call) => call.messages.at(-1)?.text)).toEqual([
    "The capital of France?",
    "Greet Paris.",
  ]);
});
