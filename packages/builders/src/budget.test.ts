import { interrupt, MemorySaver } from "@langchain/langgraph";
import type { RunEvent, Usage } from "@pergola/core";
import { type ScriptedAnswer, ScriptedChatModel, type ScriptedReply } from "@pergola/core-steps/testing";
import { defineTool } from "@pergola/tools";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { allEvents } from "./all-events.test-helper.ts";
import { createAgent } from "./index.ts";

const usageOf = (inputTokens: number, outputTokens: number): Usage => ({
  inputTokens,
  outputTokens,
  totalTokens: inputTokens + outputTokens,
});
const answer = (over: Partial<ScriptedAnswer> = {}): ScriptedAnswer => ({
  text: "fine",
  usage: usageOf(10, 5),
  ...over,
});
const model = (...script: ScriptedReply[]) => new ScriptedChatModel(script, { direct: true });
const PRICES = { "scripted:scripted": { input: 1, output: 2 } };
const finished = (events: readonly RunEvent[]) => events.find((event) => event.type === "run-finished");

describe("a run with a token budget", () => {
  test("asks for no longer an answer than it can pay", async () => {
    const llm = model(answer());
    await using agent = await createAgent({ llm, budget: { run: { tokens: 1_000 } } }).build();
    const { usage } = await agent.chat("hi", { parameters: { maxTokens: 100_000 } });
    expect(usage.totalTokens).toBe(15);
    const [call] = llm.calls;
    expect(call?.parameters.maxTokens).toBeGreaterThan(100);
    expect(call?.parameters.maxTokens).toBeLessThan(1_000);
  });

  test("keeps a smaller maximum of the call", async () => {
    const llm = model(answer());
    await using agent = await createAgent({ llm, budget: { run: { tokens: 1_000 } } }).build();
    await agent.chat("hi", { parameters: { maxTokens: 7 } });
    expect(llm.calls[0]?.parameters.maxTokens).toBe(7);
  });

  test("tells in model-started what is sent", async () => {
    const llm = model(answer());
    await using agent = await createAgent({ llm, budget: { run: { tokens: 1_000 } } }).build();
    const events = await allEvents(agent.stream("hi"));
    const started = events.find((event) => event.type === "model-started");
    expect(started?.request.maxTokens).toBe(llm.calls[0]?.parameters.maxTokens);
  });

  test("ends with outcome budget before the call that it cannot pay, and keeps what was said", async () => {
    const llm = model(answer({ text: "one", usage: usageOf(500, 400) }), answer({ text: "two" }));
    const built = createAgent({ llm, budget: { run: { tokens: 1_000 } } });
    await using agent = await built
      .withMemory({ type: "conversation" })
      .withSteps([
        { step: "llm", config: {} },
        { step: "llm", config: {} },
      ])
      .build();
    const events = await allEvents(agent.stream("hi", { sessionId: "s", runId: "r" }));
    expect(finished(events)).toMatchObject({
      outcome: "budget",
      error: {
        code: "BUDGET_EXCEEDED",
        details: { cap: "run", counts: "tokens", limit: 1_000, spent: 900, reserved: 0, runId: "r" },
      },
    });
    expect(events.filter((event) => event.type === "model-started")).toHaveLength(1);
    expect(llm.calls).toHaveLength(1);
    const scope = { tenantId: "local", userId: "default", agentId: "agent", sessionId: "s" };
    const transcript = await agent.memory.transcript(scope);
    expect(transcript?.turns[0]?.messages.map(({ content }) => content)).toEqual(["hi", "one"]);
    expect(transcript?.turns[0]?.outcome).toBe("budget");
  });

  test("settles an answer without usage, and a broken one, at its reservation", async () => {
    for (const first of [answer({ usage: undefined }), { error: new Error("broken") }]) {
      const llm = model(first, answer());
      await using agent = await createAgent({
        llm,
        budget: { run: { tokens: 1_000 } },
        retry: { maxRetries: 1, retryIf: () => true, backoffBaseMs: 0 },
      })
        .withSteps([
          { step: "llm", config: {} },
          { step: "llm", config: {} },
        ])
        .build();
      await expect(agent.chat("hi")).rejects.toMatchObject({
        code: "BUDGET_EXCEEDED",
        details: { spent: 1_000 },
      });
      expect(llm.calls).toHaveLength(1);
    }
  });

  test("gives back what a request took that was turned down before any work", async () => {
    const refused = Object.assign(new Error("slow down"), { status: 429 });
    const llm = model(refused, answer());
    await using agent = await createAgent({
      llm,
      budget: { run: { tokens: 1_000 } },
      retry: { maxRetries: 1, backoffBaseMs: 0 },
    }).build();
    expect((await agent.chat("hi")).text).toBe("fine");
    expect(llm.calls).toHaveLength(2);
    expect(llm.calls[1]?.parameters.maxTokens).toBe(llm.calls[0]?.parameters.maxTokens);
  });

  test("is shared by steps at once, tools and agents inside it", async () => {
    const inner = model(answer({ usage: usageOf(1_999, 1) }));
    await using child = await createAgent({ name: "child", llm: inner }).build();
    const ask = defineTool({
      name: "ask",
      description: "Asks",
      input: z.object({}),
      execute: async (_, { resource }) => (await resource("llm").generate("from the tool")).content,
    });
    const llm = model(
      answer({ text: "", toolCalls: [{ name: "ask", arguments: {} }], usage: usageOf(299, 1) }),
      answer({ usage: usageOf(99, 1) }),
      answer({ usage: usageOf(199, 1) }),
    );
    await using agent = await createAgent({ llm, tools: [ask], budget: { run: { tokens: 3_000 } } })
      .withSteps([
        { step: "tools-loop", config: {} },
        { step: "agent", config: { agent: child, input: "go" } },
        { step: "parallel", config: { branches: { one: [{ step: "llm", config: {} }] } } },
      ])
      .build();
    const thrown = await agent.chat("hi").catch((error: unknown) => error);
    // What the agent inside has spent counts, though it has no budget of its own.
    expect(thrown).toMatchObject({ details: { spent: 2_600, limit: 3_000 } });
    expect(inner.calls[0]?.parameters.maxTokens).toBeLessThan(3_000 - 600);
  });

  test("goes on from what it had spent when it is resumed", async () => {
    const llm = model(answer({ usage: usageOf(899, 1) }), answer());
    const ask = () => {
      interrupt("sure?");
      return {};
    };
    await using agent = await createAgent({ llm })
      .withCheckpointer(new MemorySaver())
      .withSteps([
        { step: "llm", config: {} },
        { step: "custom", config: { needsGraph: true, step: ask } },
        { step: "llm", config: {} },
      ])
      .build();
    const { runId } = await agent.chat("hi", { budget: { run: { tokens: 1_000 } } });
    await expect(agent.resume(runId, true)).rejects.toMatchObject({
      code: "BUDGET_EXCEEDED",
      details: { limit: 1_000, reserved: 900 },
    });
  });
});

describe("budgets of users and sessions", () => {
  test("count all runs of a user, and nobody else's", async () => {
    const llm = model(answer({ usage: usageOf(599, 1) }), answer(), answer());
    await using agent = await createAgent({ llm, budget: { user: { tokens: 700 } } }).build();
    await agent.chat("hi", { userId: "ada" });
    await expect(agent.chat("hi", { userId: "ada" })).rejects.toMatchObject({
      code: "BUDGET_EXCEEDED",
      details: { cap: "user", spent: 600 },
    });
    expect((await agent.chat("hi", { userId: "bob" })).text).toBe("fine");
    await expect(agent.prompt().withUser("hi").generate({ userId: "ada" })).rejects.toMatchObject({
      code: "BUDGET_EXCEEDED",
    });
  });

  test("count the turns of a session", async () => {
    const llm = model(answer({ usage: usageOf(599, 1) }), answer());
    await using agent = await createAgent({ llm, budget: { session: { tokens: 700 } } })
      .withMemory({ type: "conversation" })
      .build();
    await agent.chat("hi", { sessionId: "a" });
    await expect(agent.chat("hi", { sessionId: "a" })).rejects.toMatchObject({ details: { cap: "session" } });
    expect((await agent.chat("hi", { sessionId: "b" })).text).toBe("fine");
  });

  test("are refused at build where there are no sessions", async () => {
    const built = createAgent({ llm: model(), budget: { session: { tokens: 1 } } }).build();
    await expect(built).rejects.toMatchObject({ code: "INVALID_AGENT_CONFIG" });
  });

  test("go on after a reload with another limit", async () => {
    const llm = model(answer({ usage: usageOf(599, 1) }), answer());
    await using agent = await createAgent({ llm, budget: { user: { tokens: 700 } } }).build();
    await agent.chat("hi");
    const reloaded = await agent.reload(agent.definition.withBudget({ user: { tokens: 650 } }));
    expect(reloaded).toMatchObject({
      outcome: "reloaded",
      changes: [{ path: ["budget", "user", "tokens"] }],
    });
    await expect(agent.chat("hi")).rejects.toMatchObject({ details: { spent: 600, limit: 650 } });
  });
});

describe("money", () => {
  test("is told where the price is known", async () => {
    const llm = model(answer({ usage: usageOf(1_000, 500) }));
    await using agent = await createAgent({ llm, budget: { prices: PRICES } }).build();
    const events = await allEvents(agent.stream("hi"));
    expect(finished(events)?.usage).toEqual({ ...usageOf(1_000, 500), cost: 0.002 });
    expect(events.find((event) => event.type === "model-finished")?.usage?.cost).toBe(0.002);
  });

  test("is not told where it is not", async () => {
    await using agent = await createAgent({ llm: model(answer()) }).build();
    expect((await agent.chat("hi")).usage).not.toHaveProperty("cost");
  });

  test("ends a run that has a budget of it", async () => {
    const llm = model(answer({ usage: usageOf(1_000, 4_000) }), answer());
    const budget = { prices: PRICES, run: { cost: 0.01 } };
    await using agent = await createAgent({ llm, budget })
      .withSteps([
        { step: "llm", config: {} },
        { step: "llm", config: { systemPrompt: "x".repeat(2_000) } },
      ])
      .build();
    await expect(agent.chat("hi")).rejects.toMatchObject({
      code: "BUDGET_EXCEEDED",
      details: { cap: "run", counts: "cost", limit: 0.01, spent: 0.009 },
    });
  });

  test("cannot be capped where nobody knows the price, and the error says what to write", async () => {
    await using agent = await createAgent({ llm: model(answer()), budget: { user: { cost: 1 } } }).build();
    await expect(agent.chat("hi")).rejects.toMatchObject({
      code: "BUDGET_UNENFORCEABLE",
      hint: expect.stringContaining('"scripted:scripted": { input'),
      details: { reason: "price-unknown" },
    });
  });
});

test("a model whose answers nothing limits is not called with a budget, and is called without", async () => {
  const llm = new ScriptedChatModel([answer()]);
  await using agent = await createAgent({ llm }).build();
  const limited = agent.chat("hi", { budget: { run: { tokens: 100_000 } } });
  await expect(limited).rejects.toMatchObject({
    code: "BUDGET_UNENFORCEABLE",
    details: { reason: "output-unlimited" },
  });
  expect((await agent.chat("hi")).text).toBe("fine");
  expect(llm.calls[0]?.parameters).toEqual({});
});
