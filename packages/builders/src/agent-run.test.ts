import { Annotation } from "@langchain/langgraph";
import { ScriptedChatModel } from "@pergola/core-steps/testing";
import { calculator, defineTool } from "@pergola/tools";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { allEvents } from "./all-events.test-helper.ts";
import { AgentBuilder, createAgent } from "./index.ts";

const Ticket = z.object({
  name: z.string(),
  processed: z.boolean().optional(),
  log: z.array(z.string()).default([]),
});

describe("an agent of custom steps", () => {
  it("runs its steps in order on a typed state", async () => {
    const agent = await new AgentBuilder(Ticket)
      .withStep("custom", { step: async (state) => ({ log: [...state.log, `hello ${state.name}`] }) })
      .withStep("custom", { step: (state) => ({ processed: state.log.length === 1 }) })
      .build();
    const state = await agent.run({ name: "Ada" });
    expect(state).toMatchObject({ name: "Ada", processed: true, log: ["hello Ada"] });
    await agent.close();
  });

  it("tells of a run in numbered events, started first and finished once", async () => {
    const agent = await new AgentBuilder(Ticket)
      .withStep("custom", { step: () => ({ processed: true }), nodeName: "process" })
      .build();
    const events = await allEvents(agent.stream({ name: "Ada" }));
    expect(events.map((event) => event.type)).toEqual([
      "run-started",
      "step-started",
      "step-finished",
      "run-finished",
    ]);
    expect(events.map((event) => event.seq)).toEqual([0, 1, 2, 3]);
    expect(events.at(-1)).toMatchObject({ outcome: "completed", usage: { totalTokens: 0 } });
    expect(events[1]).toMatchObject({ step: "process", kind: "custom" });
  });

  it("refuses a step's undeclared keys, naming the nearest", async () => {
    const agent = await new AgentBuilder(Ticket)
      .withStep("custom", { step: () => ({ procesed: true }) as object })
      .build();
    await expect(agent.run({ name: "Ada" })).rejects.toMatchObject({
      code: "UNDECLARED_STATE_KEY",
      hint: expect.stringContaining('"processed"'),
    });
  });

  it("refuses a step that returns something other than an object", async () => {
    const agent = await new AgentBuilder(Ticket).withStep("custom", { step: (() => 7) as never }).build();
    await expect(agent.run({ name: "Ada" })).rejects.toMatchObject({ code: "STEP_BAD_RESULT" });
  });

  it("takes a step that returns the state it was given for one that changed nothing", async () => {
    const agent = await new AgentBuilder(Ticket)
      .withStep("custom", { step: (state) => state })
      .withStep("custom", { step: (state) => ({ ...state, processed: true }) })
      .build();
    expect(await agent.run({ name: "Ada", log: ["x"] })).toMatchObject({ log: ["x"], processed: true });
  });

  it("runs on a LangGraph Annotation, and appends nothing twice when a step returns the state", async () => {
    const Log = Annotation.Root({
      log: Annotation<string[]>({ reducer: (old, more) => [...old, ...more], default: () => [] }),
      count: Annotation<number>,
    });
    const agent = await new AgentBuilder(Log)
      .withStep("custom", { step: (state) => ({ ...state, count: state.log.length }) })
      .withStep("custom", { step: () => ({ log: ["second"] }) })
      .build();
    expect(await agent.run({ log: ["first"] })).toMatchObject({ log: ["first", "second"], count: 1 });
    await expect(agent.chat("hi")).rejects.toMatchObject({ code: "CHAT_NEEDS_STATE" });
  });

  it("keeps what a step threw as the cause and names the step", async () => {
    const boom = new TypeError("boom");
    const agent = await new AgentBuilder(Ticket)
      .withStep("custom", {
        nodeName: "explode",
        step: () => {
          throw boom;
        },
      })
      .build();
    const events = await allEvents(agent.stream({ name: "Ada" }));
    expect(events.at(-1)).toMatchObject({
      outcome: "failed",
      error: { code: "STEP_FAILED", cause: { message: "boom" } },
    });
    await expect(agent.run({ name: "Ada" })).rejects.toMatchObject({
      code: "STEP_FAILED",
      message: 'The step "explode" failed: boom',
      cause: boom,
    });
  });

  it("refuses an input that does not fit, all defects at once", async () => {
    const agent = await new AgentBuilder(Ticket).withStep("custom", { step: () => undefined }).build();
    await expect(agent.run({ log: [1] } as never)).rejects.toMatchObject({
      code: "INVALID_STATE",
      details: { problems: [{ path: ["name"] }, { path: ["log", 0] }] },
    });
    await expect(agent.run({ name: "x", nam: 1 } as never)).rejects.toMatchObject({
      code: "UNDECLARED_STATE_KEY",
    });
    await expect(agent.run(null as never)).rejects.toMatchObject({ code: "INVALID_STATE" });
  });

  it("says which keys a chat turn lacks", async () => {
    const agent = await new AgentBuilder(Ticket.extend({ messages: z.array(z.any()) }))
      .withStep("custom", { step: () => undefined })
      .build();
    await expect(agent.chat("hi")).rejects.toMatchObject({
      code: "CHAT_NEEDS_STATE",
      details: { required: ["name"] },
    });
  });
});

describe("an agent with a model", () => {
  it("answers a chat turn and remembers it in the session", async () => {
    const model = new ScriptedChatModel([{ text: "Hello Ada" }, { text: "You are Ada" }]);
    const agent = await createAgent().withStep("llm", { model }).withMemory({ type: "conversation" }).start();
    const first = await agent.chat("I am Ada", { userId: "ada", sessionId: "s" });
    expect(first).toMatchObject({ text: "Hello Ada", sessionId: "s", iterations: 1, finishReason: "stop" });
    await agent.chat("Who am I?", { userId: "ada", sessionId: "s" });
    expect(model.calls[1]?.messages.map((message) => message.text)).toEqual([
      "I am Ada",
      "Hello Ada",
      "Who am I?",
    ]);
    await agent.close();
  });

  it("runs a tool and puts its call and result on the stream", async () => {
    const model = new ScriptedChatModel([
      { toolCalls: [{ id: "c1", name: "calculator", arguments: { expression: "6*7" } }] },
      { text: "42" },
    ]);
    const agent = await createAgent().withTools([calculator()]).withStep("tools-loop", { model }).build();
    const events = await allEvents(agent.stream("6*7?"));
    expect(events.map((event) => event.type).filter((type) => type !== "text-delta")).toEqual([
      "run-started",
      "step-started",
      "model-started",
      "model-finished",
      "tool-started",
      "tool-finished",
      "model-started",
      "model-finished",
      "step-finished",
      "run-finished",
    ]);
    expect(events.find((event) => event.type === "tool-finished")).toMatchObject({
      tool: "calculator",
      callId: "c1",
    });
  });

  it("hands a failing tool's error to the model", async () => {
    const broken = defineTool({
      name: "broken",
      description: "Fails.",
      input: z.object({}),
      execute: () => {
        throw new Error("out of order");
      },
    });
    const model = new ScriptedChatModel([
      { toolCalls: [{ id: "c1", name: "broken", arguments: {} }] },
      { text: "sorry" },
    ]);
    const agent = await createAgent().withTools([broken]).withStep("tools-loop", { model }).build();
    const result = await agent.chat("go");
    expect(result.text).toBe("sorry");
    expect(result.toolCalls).toMatchObject([{ name: "broken", error: { code: "TOOL_FAILED" } }]);
    expect(model.calls[1]?.messages.at(-1)?.text).toContain("out of order");
  });

  it("ends with a coded error when the model never stops asking for tools", async () => {
    const asks = { toolCalls: [{ id: "c", name: "calculator", arguments: { expression: "1" } }] };
    const model = new ScriptedChatModel([asks, asks, asks]);
    const agent = await createAgent()
      .withTools([calculator()])
      .withStep("tools-loop", { model, maxIterations: 3 })
      .build();
    await expect(agent.chat("go")).rejects.toMatchObject({ code: "MAX_ITERATIONS" });
    expect(model.calls).toHaveLength(3);
  });
});
