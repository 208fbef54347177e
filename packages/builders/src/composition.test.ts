import { AIMessage, HumanMessage } from "@langchain/core/messages";
import { Annotation, END, MessagesAnnotation, START, StateGraph } from "@langchain/langgraph";
import { ScriptedChatModel } from "@pergola/core-steps/testing";
import { calculator, clock } from "@pergola/tools";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { AgentBuilder, createAgent } from "./index.ts";

describe("an agent's graph inside another agent's step", () => {
  it("keeps its own model and tools, and tells the outer run of what it does", async () => {
    const inner = await createAgent()
      .withName("inner")
      .withLlm(new ScriptedChatModel([{ toolCalls: [{ name: "clock", arguments: {} }] }, "inner"]))
      .withTools([clock()])
      .withStep("tools-loop", { tools: ["clock"] })
      .build();
    const outer = await createAgent()
      .withLlm(new ScriptedChatModel(["outer"]))
      .withTools([calculator()])
      .withLimits({ maxToolCalls: 1 })
      .withStep("custom", { step: inner.graph as never })
      .build();
    const result = await outer.chat("x");
    expect(result.text).toBe("inner");
    expect(result.toolCalls.map((call) => call.name)).toEqual(["clock"]);
    expect(result.iterations).toBe(2);
  });

  it("stops with the outer run", async () => {
    const inner = await createAgent()
      .withName("inner")
      .withStep("llm", { model: new ScriptedChatModel([{ hang: true }]) })
      .build();
    const outer = await createAgent()
      .withStep("custom", { step: inner.graph as never })
      .build();
    const stream = outer.stream("x");
    for await (const event of stream) if (event.type === "model-started") stream.cancel();
    await expect(stream.result).rejects.toMatchObject({ code: "RUN_CANCELLED" });
  });
});

describe("a graph of one's own as a step", () => {
  it("may take as many supersteps as it could alone", async () => {
    const counting = new StateGraph(Annotation.Root({ n: Annotation<number> }))
      .addNode("count", ({ n }) => ({ n: n + 1 }))
      .addEdge(START, "count")
      .addConditionalEdges("count", ({ n }) => (n < 12 ? "count" : END))
      .compile();
    const agent = await new AgentBuilder(z.object({ n: z.number() }))
      .withStep("custom", { step: counting as never })
      .build();
    expect(await agent.run({ n: 0 })).toMatchObject({ n: 12 });
  });

  it("does not shorten a long chain", async () => {
    let builder = new AgentBuilder(z.object({ n: z.number() }));
    for (let index = 0; index < 30; index++)
      builder = builder.withStep("custom", { step: ({ n }) => ({ n: n + 1 }) });
    expect(await (await builder.build()).run({ n: 0 })).toMatchObject({ n: 30 });
  });
});

describe("state that is given to a run", () => {
  it("may hold a single message where LangGraph takes one", async () => {
    const agent = await new AgentBuilder(MessagesAnnotation)
      .withStep("llm", { model: new ScriptedChatModel(["a", "b"]) })
      .build();
    const { messages } = await agent.run({ messages: new HumanMessage("x") });
    expect(messages.map(({ text }) => text)).toEqual(["x", "a"]);
    const pair = await agent.run({ messages: ["user", "y"] as never });
    expect(pair.messages.map(({ text }) => text)).toEqual(["y", "b"]);
  });

  it("is refused when it holds something that is no message", async () => {
    const agent = await new AgentBuilder(MessagesAnnotation)
      .withStep("custom", { step: () => undefined })
      .build();
    await expect(agent.run({ messages: [{ nonsense: true }] as never })).rejects.toMatchObject({
      code: "INVALID_STATE",
      message: expect.stringContaining("not a message"),
    });
  });

  it("is never another run's: defaults are made anew, for runs and for turns", async () => {
    const State = z.object({
      messages: z.array(z.any()).default([]),
      seen: z.array(z.string()).default(() => []),
    });
    const agent = await new AgentBuilder(State)
      .withStep("custom", {
        step(state) {
          state.seen.push("leak");
          return { messages: [new AIMessage(`${state.seen.length}`)] };
        },
      })
      .build();
    expect([(await agent.chat("a")).text, (await agent.chat("b")).text]).toEqual(["1", "1"]);
    expect((await agent.run({})).seen).toEqual(["leak"]);
    expect((await agent.run({})).seen).toEqual(["leak"]);
  });
});

describe("what a step returns", () => {
  it("is refused with the step's name when a value does not fit the state", async () => {
    const State = z.object({ user: z.object({ age: z.number() }).optional() });
    const agent = await new AgentBuilder(State)
      .withStep("custom", { nodeName: "aging", step: (() => ({ user: { age: "old" } })) as never })
      .build();
    await expect(agent.run({})).rejects.toMatchObject({
      code: "STEP_BAD_RESULT",
      message: expect.stringMatching(/"aging".*user\.age: .*expected number/),
    });
  });

  it("may be null for nothing, and anything thrown is told", async () => {
    const agent = await createAgent()
      .withStep("custom", { step: (() => null) as never })
      .withStep("custom", {
        step() {
          throw Object.create(null);
        },
      })
      .build();
    await expect(agent.chat("x")).rejects.toMatchObject({
      code: "STEP_FAILED",
      message: expect.stringContaining("no text form"),
    });
  });
});

describe("an agent as a step of another one", () => {
  const child = (model: ScriptedChatModel, limits = {}) =>
    createAgent()
      .withName("inner")
      .withLlm(model)
      .withTools([calculator()])
      .withLimits(limits)
      .withStep("tools-loop", {})
      .build();
  const call = { toolCalls: [{ name: "calculator", arguments: { expression: "1" } }] };

  it("fails the outer run with its own limits, which are no outcome of the outer one", async () => {
    const agent = await child(new ScriptedChatModel([call]), { maxToolCalls: 0 });
    const outer = await createAgent().withStep("agent", { agent }).build();
    const stream = outer.stream("x");
    const outcomes: unknown[] = [];
    for await (const event of stream)
      if (event.type === "run-finished") outcomes.push([event.runId === stream.runId, event.outcome]);
    expect(outcomes).toEqual([
      [false, "budget"],
      [true, "failed"],
    ]);
    await expect(stream.result).rejects.toMatchObject({ code: "TOOL_LIMIT_EXCEEDED" });
  });

  it("spends the retries of the outer run", async () => {
    const broken = () => Object.assign(new Error("busy"), { status: 503 });
    const failing = new ScriptedChatModel(Array.from({ length: 20 }, broken));
    const agent = await child(failing);
    const outer = await createAgent()
      .withStep("agent", { agent, retry: { maxRetries: 3, backoffBaseMs: 0 } })
      .build();
    await expect(outer.chat("x")).rejects.toMatchObject({ code: "CIRCUIT_OPEN" });
    // Whoever takes the retries, the model's breaker opens after five failures in a row.
    expect(failing.calls).toHaveLength(5);
  });
});

describe("an agent that calls itself", () => {
  it("ends with a code before it takes all memory", async () => {
    const self = {
      name: "self",
      invoke: (...call: Parameters<typeof agent.invoke>) => agent.invoke(...call),
    };
    const agent = await createAgent()
      .withName("self")
      .withStep("agent", { agent: self as never, input: () => "again" })
      .build();
    await expect(agent.chat("go")).rejects.toMatchObject({
      code: "RUNS_TOO_DEEP",
      details: { agent: "self", depth: 33 },
    });
  });
});

describe("a state that looks like a message", () => {
  it("is a state for an agent that declares its keys", async () => {
    const agent = await new AgentBuilder(z.object({ role: z.string(), content: z.string() }))
      .withStep("custom", { step: ({ role }) => ({ content: role }) })
      .build();
    const { state } = await agent.stream({ role: "user", content: "x" }).result;
    expect(state).toEqual({ role: "user", content: "user" });
  });
});
