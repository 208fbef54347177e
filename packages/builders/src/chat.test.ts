import { AIMessage, HumanMessage } from "@langchain/core/messages";
import { createScope } from "@pergola/core";
import { ScriptedChatModel } from "@pergola/core-steps/testing";
import { type ConversationStore, createInMemoryConversationStore } from "@pergola/resources";
import { defineTool } from "@pergola/tools";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { AgentBuilder, createAgent } from "./index.ts";

const scope = (userId: string, sessionId = "s") =>
  createScope({ tenantId: "local", agentId: "agent", userId, sessionId });
const texts = (model: ScriptedChatModel, call: number) =>
  model.calls[call]?.messages.map((message) => message.text);

function chatAgent(model: ScriptedChatModel, store: ConversationStore = createInMemoryConversationStore()) {
  return createAgent().withMemory(store).withStep("llm", { model }).start();
}

describe("a chat turn", () => {
  it("takes text, a LangChain message or a plain user message", async () => {
    const model = new ScriptedChatModel([{ text: "1" }, { text: "2" }, { text: "3" }]);
    const agent = await createAgent().withStep("llm", { model }).build();
    await agent.chat("a");
    await agent.chat(new HumanMessage("b"));
    await agent.chat({ role: "user", content: "c" });
    expect([0, 1, 2].map((call) => texts(model, call))).toEqual([["a"], ["b"], ["c"]]);
  });

  it("refuses everything else, saying what it got", async () => {
    const agent = await createAgent()
      .withStep("llm", { model: new ScriptedChatModel([]) })
      .build();
    for (const [message, text] of [
      [new AIMessage("x"), "a message of type ai"],
      [{ role: "assistant", content: "x" }, "role, content"],
      [7, "number"],
      [null, "null"],
      [{}, "(none)"],
    ] as const) {
      await expect(agent.chat(message as never)).rejects.toMatchObject({
        code: "INVALID_MESSAGE",
        message: expect.stringContaining(text),
      });
    }
  });

  it("begins a new conversation when no session is named, and says which", async () => {
    const agent = await chatAgent(new ScriptedChatModel([{ text: "1" }, { text: "2" }]));
    const [first, second] = [await agent.chat("a"), await agent.chat("b")];
    expect(first.sessionId).toBeDefined();
    expect(first.sessionId).not.toBe(second.sessionId);
  });

  it("stores the user's own words, not the rendered prompt", async () => {
    const store = createInMemoryConversationStore();
    const model = new ScriptedChatModel([{ text: "Bonjour" }]);
    const agent = await createAgent()
      .withMemory(store)
      .withStep("llm", {
        model,
        systemPrompt: "You translate.",
        promptTemplate: "Translate to French: {input}",
      })
      .start();
    await agent.chat("Hello", { userId: "ada", sessionId: "s" });
    expect(texts(model, 0)).toEqual(["You translate.", "Translate to French: Hello"]);
    const transcript = await store.transcript(scope("ada"));
    expect(transcript?.turns[0]?.messages).toMatchObject([
      { role: "user", content: "Hello" },
      { role: "assistant", content: "Bonjour" },
    ]);
  });

  it("stores tool calls, their results and the answer in order, with the run log", async () => {
    const store = createInMemoryConversationStore();
    const add = defineTool({
      name: "add",
      description: "Adds.",
      input: z.object({ a: z.number(), b: z.number() }),
      execute: ({ a, b }) => a + b,
    });
    const model = new ScriptedChatModel([
      { toolCalls: [{ id: "c1", name: "add", arguments: { a: 1, b: 2 } }] },
      { text: "3" },
    ]);
    const agent = await createAgent()
      .withMemory(store)
      .withTools([add])
      .withStep("tools-loop", { model })
      .start();
    const { runId } = await agent.chat("1+2?", { userId: "ada", sessionId: "s" });
    const transcript = await store.transcript(scope("ada"));
    expect(transcript?.turns[0]).toMatchObject({
      status: "settled",
      outcome: "completed",
      messages: [
        { role: "user", content: "1+2?" },
        { role: "assistant", toolCalls: [{ id: "c1", name: "add", arguments: { a: 1, b: 2 } }] },
        { role: "tool", toolCallId: "c1", content: "3" },
        { role: "assistant", content: "3" },
      ],
    });
    const log = await store.events(scope("ada"), runId);
    expect(log?.map((event) => event.type)).not.toContain("text-delta");
    expect(log?.at(-1)).toMatchObject({ type: "run-finished", outcome: "completed" });
    expect(log?.filter((event) => event.type === "tool-finished")).toMatchObject([
      { tool: "add", result: 3 },
    ]);
  });

  it("sends only as much history as the window allows, per agent and per call", async () => {
    const store = createInMemoryConversationStore();
    const model = new ScriptedChatModel(["1", "2", "3", "4"].map((text) => ({ text })));
    const agent = await createAgent()
      .withMemory({ type: "conversation", provider: store, window: { maxMessages: 2 } })
      .withStep("llm", { model })
      .start();
    for (const text of ["a", "b", "c"]) await agent.chat(text, { sessionId: "s" });
    expect(texts(model, 2)).toEqual(["b", "2", "c"]);
    await agent.chat("d", { sessionId: "s", history: { maxMessages: 4 } });
    expect(texts(model, 3)).toEqual(["b", "2", "c", "3", "d"]);
  });

  it("refuses a session on an agent without memory", async () => {
    const agent = await createAgent()
      .withStep("llm", { model: new ScriptedChatModel([]) })
      .build();
    await expect(agent.chat("a", { sessionId: "s" })).rejects.toMatchObject({ code: "SESSION_NEEDS_MEMORY" });
    await expect(agent.run({}, { sessionId: "s" })).rejects.toMatchObject({ code: "SESSION_NEEDS_MEMORY" });
    expect(() => agent.memory).toThrow(expect.objectContaining({ code: "MEMORY_NOT_CONFIGURED" }));
  });

  it("fails, and stays pending, when it cannot be stored", async () => {
    const store = createInMemoryConversationStore();
    const full = new Error("disk full");
    const failing = { ...bound(store), settle: () => Promise.reject(full) };
    const agent = await chatAgent(new ScriptedChatModel([{ text: "x" }]), failing);
    const stream = agent.stream("a", { userId: "ada", sessionId: "s" });
    const outcomes: unknown[] = [];
    for await (const event of stream) if (event.type === "run-finished") outcomes.push(event.outcome);
    expect(outcomes).toEqual(["failed"]);
    await expect(stream.result).rejects.toBe(full);
    expect((await store.transcript(scope("ada")))?.turns[0]?.status).toBe("pending");
    await (await store.lock(scope("ada")))();
  });

  it("closes an orphaned tool call, so that the next request is valid", async () => {
    const store = createInMemoryConversationStore();
    const slow = defineTool({
      name: "slow",
      description: "Waits.",
      input: z.object({}),
      execute: (_input, { signal }) =>
        new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason))),
    });
    const model = new ScriptedChatModel([
      { toolCalls: [{ id: "c1", name: "slow", arguments: {} }] },
      { text: "ok" },
    ]);
    const agent = await createAgent()
      .withMemory(store)
      .withTools([slow])
      .withStep("tools-loop", { model })
      .start();
    for await (const event of agent.stream("go", { userId: "ada", sessionId: "s" })) {
      if (event.type === "tool-started") break;
    }
    await agent.chat("again", { userId: "ada", sessionId: "s" });
    expect(model.calls[1]?.messages.map((message) => message.getType())).toEqual([
      "human",
      "ai",
      "tool",
      "human",
    ]);
  });
});

describe("concurrent turns", () => {
  it("of one session keep their order and lose none", async () => {
    const store = createInMemoryConversationStore();
    const model = new ScriptedChatModel(
      Array.from({ length: 50 }, () => (call: { messages: readonly { text: string }[] }) => ({
        text: `answer to ${call.messages.at(-1)?.text}`,
      })),
    );
    const agent = await chatAgent(model, store);
    const turns = Array.from({ length: 50 }, (_, index) =>
      agent.chat(`q${index}`, { userId: "ada", sessionId: "s" }),
    );
    const results = await Promise.all(turns);
    expect(results.map((result) => result.text)).toEqual(turns.map((_, index) => `answer to q${index}`));
    const transcript = await store.transcript(scope("ada"));
    expect(transcript?.turns.map((turn) => turn.messages.map((message) => message.content))).toEqual(
      turns.map((_, index) => [`q${index}`, `answer to q${index}`]),
    );
  });

  it("of many sessions each get their own answer", async () => {
    const model = new ScriptedChatModel(
      Array.from({ length: 200 }, () => (call: { messages: readonly { text: string }[] }) => ({
        text: call.messages.map((message) => message.text).join("|"),
      })),
    );
    const agent = await chatAgent(model);
    const ids = Array.from({ length: 100 }, (_, index) => index);
    await Promise.all(ids.map((id) => agent.chat(`me${id}`, { userId: `u${id}`, sessionId: "s" })));
    const second = await Promise.all(
      ids.map((id) => agent.chat("who?", { userId: `u${id}`, sessionId: "s" })),
    );
    expect(second.map((result) => result.text)).toEqual(ids.map((id) => `me${id}|me${id}|who?`));
  });
});

describe("an agent's life", () => {
  it("refuses calls after close, and closes twice without harm", async () => {
    const agent = await chatAgent(new ScriptedChatModel([]));
    await agent.close();
    await agent.close();
    await expect(agent.chat("a")).rejects.toMatchObject({ code: "AGENT_CLOSED" });
  });

  it("waits at close for turns that are running", async () => {
    const store = createInMemoryConversationStore();
    const agent = await chatAgent(new ScriptedChatModel([{ text: "done" }]), store);
    const turn = agent.chat("a", { userId: "ada", sessionId: "s" });
    await turn;
    await agent.close();
    expect((await store.transcript(scope("ada")))?.turns[0]?.status).toBe("settled");
  });

  it("refuses two open agents of one name and different definitions on one store", async () => {
    const store = createInMemoryConversationStore();
    const first = await chatAgent(new ScriptedChatModel([]), store);
    const same = await chatAgent(new ScriptedChatModel([]), store);
    const other = createAgent()
      .withMemory(store)
      .withStep("custom", { step: () => undefined });
    await expect(other.start()).rejects.toMatchObject({ code: "AGENT_CONFLICT" });
    await (await other.withName("other").start()).close();
    await first.close();
    await expect(other.start()).rejects.toMatchObject({ code: "AGENT_CONFLICT" });
    await same.close();
    await (await other.start()).close();
  });

  it("opens a memory provider at start, and says so when it is asked before", async () => {
    const store = createInMemoryConversationStore();
    let opened = 0;
    const provider = {
      category: "memory" as const,
      name: "test",
      configSchema: z.object({}),
      create: async () => {
        opened += 1;
        if (opened === 1) throw new Error("busy");
        return store;
      },
    };
    const agent = await createAgent()
      .withProvider(provider)
      .withMemory({ type: "conversation", provider: "test" })
      .withStep("llm", { model: new ScriptedChatModel([{ text: "1" }]) })
      .build();
    expect(() => agent.memory).toThrow(expect.objectContaining({ code: "AGENT_NOT_STARTED" }));
    await expect(agent.start()).rejects.toThrow("busy");
    await Promise.all([agent.chat("a"), agent.start()]);
    expect(opened).toBe(2);
    expect(agent.resource("memory")).toBe(store);
    await agent.close();
    await expect(store.transcript(scope("ada"))).rejects.toMatchObject({ code: "STORE_CLOSED" });
  });
});

describe("options of a call", () => {
  it("are refused when they are wrong, before anything runs", async () => {
    const model = new ScriptedChatModel([]);
    const agent = await chatAgent(model);
    for (const [options, code] of [
      [{ timeoutMs: 0 }, "INVALID_CALL_OPTIONS"],
      [{ maxIterations: 1.5 }, "INVALID_CALL_OPTIONS"],
      [{ signal: new AbortController() }, "INVALID_CALL_OPTIONS"],
      [{ runId: "" }, "INVALID_CALL_OPTIONS"],
      [{ sesionId: "s" }, "INVALID_CALL_OPTIONS"],
      [{ configurable: { thread_id: "1" } }, "RESERVED_CONFIGURABLE"],
      [{ configurable: { checkpoint_ns: "1" } }, "RESERVED_CONFIGURABLE"],
      [{ userId: "" }, "INVALID_SCOPE"],
      [{ userId: "\ud800" }, "INVALID_SCOPE"],
    ] as const) {
      await expect(agent.chat("a", options as never)).rejects.toMatchObject({ code });
    }
    model.expectCalls(0);
  });

  it("reach LangChain: callbacks, tags, metadata and configurable", async () => {
    const seen: unknown[] = [];
    const agent = await new AgentBuilder()
      .withStep("custom", {
        step: (_state, context) =>
          void seen.push(context.configurable?.mine, context.tags, context.metadata?.m),
      })
      .withStep("llm", { model: new ScriptedChatModel([{ text: "x" }]), promptTemplate: "hi" })
      .build();
    const starts: unknown[] = [];
    await agent.chat("a", {
      configurable: { mine: 1 },
      tags: ["t"],
      metadata: { m: 2 },
      callbacks: [{ handleChatModelStart: () => void starts.push("model") }],
    });
    expect(seen).toEqual([1, ["t"], 2]);
    expect(starts).toEqual(["model"]);
  });

  it("add metrics to the result only when asked", async () => {
    const agent = await chatAgent(new ScriptedChatModel([{ text: "x" }, { text: "y" }]));
    expect((await agent.chat("a")).metrics).toBeUndefined();
    expect((await agent.chat("a", { returnMetrics: true })).metrics).toMatchObject({
      modelCalls: 1,
      toolCalls: 0,
    });
  });
});

/** The methods of a store as an object that can be spread. */
function bound(store: ConversationStore): ConversationStore {
  const methods = [
    "lock",
    "admit",
    "suspend",
    "settle",
    "window",
    "sessions",
    "transcript",
    "events",
    "delete",
    "recover",
    "close",
  ] as const;
  const own = Object.fromEntries(methods.map((name) => [name, (store[name] as () => unknown).bind(store)]));
  return { ...own, [Symbol.asyncDispose]: () => store.close() } as unknown as ConversationStore;
}
