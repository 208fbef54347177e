import { ScriptedChatModel } from "@pergola/core-steps/testing";
import { describe, expect, it } from "vitest";
import { type CallOptions, createAgent } from "../index.ts";

const refusal = { code: "INVALID_CALL_OPTIONS" };
const talking = () =>
  createAgent()
    .withMemory({ type: "conversation", window: { maxMessages: 2 } })
    .withStep("llm", { model: new ScriptedChatModel(["a", "b", "c"]) });

const long = Array.from({ length: 50 }, (_, index) => index);

describe("options of a call", () => {
  it.each<[string, unknown]>([
    ["The options: got null", null],
    ["The options: got 5", 5],
    ["runId: got 4", { runId: 4 }],
    ['runId: got ""', { runId: "" }],
    ["parentRunId", { parentRunId: {} }],
    ["signal: got {}; expected an AbortSignal, such as controller.signal", { signal: new AbortController() }],
    ["timeoutMs: got 0; expected milliseconds above 0", { timeoutMs: 0 }],
    ["timeoutMs: got -5", { timeoutMs: -5 }],
    ["timeoutMs: got NaN", { timeoutMs: Number.NaN }],
    ["timeoutMs: got Infinity", { timeoutMs: Number.POSITIVE_INFINITY }],
    ['timeoutMs: got "5"', { timeoutMs: "5" }],
    ["maxIterations: got 1.5", { maxIterations: 1.5 }],
    ["history", { history: { maxMessages: 0 } }],
    ["history", { history: { maxMessages: Number.NaN } }],
    ["history", { history: { maxTokens: -1 } }],
    ["history", { history: { maxMesages: 3 } }],
    ["history: got an object", { history: { maxMessages: long } }],
    ["tools", { tools: {} }],
    ["tools: got [{}]", { tools: [{}] }],
    ["tags", { tags: "one" }],
    ["callbacks", { callbacks: 7 }],
    ["parameters: got []", { parameters: [] }],
    ["expected an object of temperature, topP", { parameters: { temprature: 1 } }],
    ["metadata", { metadata: "x" }],
    ["configurable", { configurable: null }],
    ['returnMetrics: got "yes"', { returnMetrics: "yes" }],
  ])("are refused when they are not what they should be: %s", async (message, options) => {
    const agent = await talking().build();
    await expect(agent.chat("x", options as CallOptions)).rejects.toMatchObject({
      ...refusal,
      message: expect.stringContaining(message),
    });
    await agent.close();
  });

  it("may not go beyond what the models of the agent take, and nothing is asked of a model then", async () => {
    const model = new ScriptedChatModel(["a"]);
    const agent = await createAgent().withStep("llm", { model }).build();
    await expect(agent.chat("x", { parameters: { maxTokens: 0 } })).rejects.toMatchObject({
      ...refusal,
      message: expect.stringContaining("parameters.maxTokens"),
    });
    expect(model.calls).toHaveLength(0);
    await agent.close();
  });

  it("are refused when they do not exist, with the nearest name, also names that every object has", async () => {
    const agent = await talking().build();
    await expect(agent.chat("x", { sesionId: "s" } as CallOptions)).rejects.toMatchObject({
      ...refusal,
      hint: expect.stringContaining('"sessionId"'),
    });
    await expect(agent.chat("x", { toString: 1 } as never)).rejects.toMatchObject(refusal);
  });

  it("count as left out when they are undefined, so that the agent's own window stays", async () => {
    const model = new ScriptedChatModel(["a", "b", "c"]);
    const agent = await createAgent()
      .withMemory({ type: "conversation", window: { maxMessages: 2 } })
      .withStep("llm", { model })
      .start();
    const session = { sessionId: "s", signal: undefined, history: { maxMessages: undefined } };
    for (const text of ["1", "2", "3"]) await agent.chat(text, session);
    expect(model.calls[2]?.messages.map((message) => message.text)).toEqual(["2", "b", "3"]);
    await agent.close();
  });
});
