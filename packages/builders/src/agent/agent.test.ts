import { HumanMessage } from "@langchain/core/messages";
import { Annotation, Command, MessagesAnnotation } from "@langchain/langgraph";
import { createScope, isPergolaError, type RunEventInput } from "@pergola/core";
import type { StepRun } from "@pergola/core-steps";
import { ScriptedChatModel } from "@pergola/core-steps/testing";
import { createInMemoryConversationStore } from "@pergola/resources";
import { fromLangChainTool } from "@pergola/tools";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { AgentBuilder, createAgent } from "../index.ts";

const noop = () => undefined;
const scope = createScope({ tenantId: "local", agentId: "agent", userId: "default" });

describe("a built agent", () => {
  it("says who it is and what it is made of", async () => {
    const agent = await createAgent()
      .withName("support")
      .withVersion("1.2.3")
      .withDescription("Helps.")
      .withLlm(new ScriptedChatModel(["a"]))
      .withStep("llm", {})
      .build();
    expect(agent).toMatchObject({ name: "support", version: "1.2.3", description: "Helps." });
    expect(agent.definition.name).toBe("support");
    expect(Object.keys((agent.stateSchema as z.ZodObject).shape)).toEqual(["messages", "name"]);
    expect(agent.describeModel()).toContain("scripted");
  });

  it("takes LangChain's tools for its own", async () => {
    const shout = {
      name: "shout",
      description: "Shouts.",
      schema: z.object({ word: z.string() }),
      invoke: async ({ word }: { word: string }) => word.toUpperCase(),
    };
    const model = new ScriptedChatModel([
      { toolCalls: [{ name: "shout", arguments: { word: "hey" } }] },
      "ok",
    ]);
    const agent = await createAgent()
      .withTools([shout as never])
      .withStep("tools-loop", { model })
      .build();
    expect((await agent.chat("go")).toolCalls).toMatchObject([{ name: "shout", result: "HEY" }]);
    expect(fromLangChainTool(shout as never).name).toBe("shout");
  });

  it("starts a run for a state and a turn for a message, whatever the state's keys are", async () => {
    const State = z.object({ role: z.string().optional(), messages: z.array(z.any()).default([]) });
    const agent = await new AgentBuilder(State).withStep("custom", { step: noop }).build();
    const inputs = [
      "text",
      new HumanMessage("x"),
      { role: "user", content: [{ type: "text", text: "x" }] },
      { role: "user" },
      {},
    ];
    for (const input of inputs) {
      const { state } = await agent.stream(input as never).result;
      const { length } = state.messages as unknown[];
      expect(length, JSON.stringify(input)).toBe(input === inputs[3] || input === inputs[4] ? 0 : 1);
    }
  });

  it.each([
    [undefined, "undefined"],
    [[], "an array"],
    [null, "null"],
    [7, "number"],
  ])("refuses %j as a state", async (input, text) => {
    const agent = await new AgentBuilder(z.object({})).withStep("custom", { step: noop }).build();
    await expect(agent.stream(input as never).result).rejects.toMatchObject({
      code: "INVALID_STATE",
      message: expect.stringContaining(`got ${text}`),
    });
  });

  it("says of a whole state that does not fit", async () => {
    const State = z.object({ a: z.number() }).refine(({ a }) => a > 0, "a must be above 0");
    const agent = await new AgentBuilder(State).withStep("custom", { step: noop }).build();
    await expect(agent.run({ a: 0 })).rejects.toMatchObject({
      code: "INVALID_STATE",
      message: expect.stringContaining("state: a must be above 0"),
    });
  });

  it("refuses a session when it has no memory", async () => {
    const agent = await createAgent().withStep("custom", { step: noop }).build();
    const refusal = { code: "SESSION_NEEDS_MEMORY" };
    await expect(agent.chat("x", { sessionId: "s" })).rejects.toMatchObject(refusal);
    await expect(agent.run({}, { sessionId: "s" })).rejects.toMatchObject(refusal);
  });

  it("chats over a LangGraph Annotation that has messages, and over none that lacks them", async () => {
    const model = new ScriptedChatModel(["a"]);
    const agent = await new AgentBuilder(MessagesAnnotation).withStep("llm", { model }).build();
    expect((await agent.chat("x")).text).toBe("a");
    for (const State of [
      z.object({ a: z.string().optional() }),
      Annotation.Root({ a: Annotation<string> }),
    ]) {
      const mute = await new AgentBuilder(State as never).withStep("custom", { step: noop }).build();
      await expect(mute.chat("x")).rejects.toMatchObject({
        code: "CHAT_NEEDS_STATE",
        hint: expect.stringContaining("withMessages(schema)"),
        details: { required: ["messages"] },
      });
    }
  });

  it("lets LangGraph's own commands pass", async () => {
    const agent = await new AgentBuilder(z.object({ a: z.number().optional() }))
      .withStep("custom", { step: (() => new Command({ update: { a: 5 } })) as never })
      .build();
    expect(await agent.run({})).toMatchObject({ a: 5 });
  });
});

describe("a step that cannot be made", () => {
  it("gives the hint of its own coded error", async () => {
    const output = z.object({ when: z.date() });
    const model = new ScriptedChatModel([]);
    await expect(createAgent().withStep("llm", { model, output }).build()).rejects.toMatchObject({
      code: "BUILD_FAILED",
      hint: expect.stringContaining("JSON"),
    });
  });
});

describe("a store that fails while a turn begins", () => {
  it("fails the run and gives the session back", async () => {
    const store = createInMemoryConversationStore();
    const admit = store.admit.bind(store);
    store.admit = () => Promise.reject(new Error("disk full"));
    const agent = await createAgent().withMemory(store).withStep("custom", { step: noop }).start();
    await expect(agent.chat("x", { sessionId: "s" })).rejects.toThrow("disk full");
    store.admit = admit;
    expect((await agent.chat("x", { sessionId: "s" })).text).toBe("");
  });
});

describe("node names that clash more than once", () => {
  it("count on", async () => {
    const agent = await new AgentBuilder(
      z.object({ custom_step_0: z.string().optional(), custom_step_0_2: z.string().optional() }),
    )
      .withStep("custom", { step: noop })
      .build();
    expect(agent.describe().nodes[1]?.id).toBe("custom_step_0_3");
  });
});

describe("a run's handle that is used after the run", () => {
  it("is refused", async () => {
    let kept: StepRun | undefined;
    const agent = await createAgent()
      .withStep("custom", {
        step(_state, { run }) {
          kept = run;
        },
      })
      .build();
    await agent.chat("x");
    const late = [
      () => kept?.emit({ type: "text-delta", callId: "c", text: "late" }),
      () => kept?.emit({ type: "draft-finished" } as unknown as RunEventInput),
      () => kept?.resource("llm"),
    ];
    for (const use of late) expect(use).toThrow(expect.objectContaining({ code: "RUN_SETTLED" }));
    expect(kept?.emit({ type: "tool-finished", callId: "c", tool: "t", latencyMs: 0 })).toBeUndefined();
  });
});

describe("a stop that comes with the session", () => {
  it("stores nothing, and gives the session back", async () => {
    const store = createInMemoryConversationStore();
    const stop = new AbortController();
    const lock = store.lock.bind(store);
    store.lock = async (of, options) => {
      const release = await lock(of, options);
      stop.abort(new Error("enough"));
      return release;
    };
    const agent = await createAgent().withMemory(store).withStep("custom", { step: noop }).start();
    const turn = agent.chat("x", { sessionId: "s", signal: stop.signal });
    await expect(turn).rejects.toThrow("enough");
    expect(await store.transcript({ ...scope, sessionId: "s" })).toBeUndefined();
    const release = await lock({ ...scope, sessionId: "s" }, { signal: AbortSignal.timeout(1_000) });
    release();
  });
});

describe("the reason of a stop", () => {
  it("is kept, also when it is no error", async () => {
    const agent = await createAgent()
      .withStep("llm", { model: new ScriptedChatModel([{ hang: true }]) })
      .build();
    const stop = new AbortController();
    const stream = agent.stream("x", { signal: stop.signal });
    const ends = [];
    for await (const event of stream) {
      if (event.type === "model-started") stop.abort("lunch");
      if (event.type === "run-finished") ends.push(event.error);
    }
    expect(ends).toMatchObject([
      { code: "RUN_CANCELLED", cause: { message: expect.stringContaining("lunch") } },
    ]);
    const thrown = await stream.result.catch((error: unknown) => error);
    expect(isPergolaError(thrown, "ABORTED")).toBe(true);
  });
});
