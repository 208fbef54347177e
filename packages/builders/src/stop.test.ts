import { createScope, type RunEvent } from "@pergola/core";
import { createVirtualClock } from "@pergola/core/testing";
import { type ScriptedAnswer, ScriptedChatModel } from "@pergola/core-steps/testing";
import { createInMemoryConversationStore, type ProviderFactory } from "@pergola/resources";
import { defineTool } from "@pergola/tools";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { allEvents } from "./all-events.test-helper.ts";
import { createAgent } from "./index.ts";

const session = { userId: "ada", sessionId: "s" };
const scope = createScope({ tenantId: "local", agentId: "agent", ...session });
const enough = new Error("enough");

async function chatAgent(reply: ScriptedAnswer) {
  const model = new ScriptedChatModel([reply, { text: "fine" }]);
  const store = createInMemoryConversationStore();
  const agent = await createAgent().withMemory(store).withStep("llm", { model }).start();
  return { agent, model, store };
}

const after = (events: readonly RunEvent[], type: RunEvent["type"]) =>
  events.slice(events.findIndex((event) => event.type === type) + 1).map((event) => event.type);

describe("a run that is stopped by its signal", () => {
  it("before the first token finishes what was open and ends once", async () => {
    const { agent, store } = await chatAgent({ hang: true });
    const stop = new AbortController();
    const events = await allEvents(agent.stream("a", { ...session, signal: stop.signal }), (event) => {
      if (event.type === "model-started") stop.abort(enough);
    });
    expect(after(events, "model-started")).toEqual(["model-finished", "step-finished", "run-finished"]);
    expect(events.at(-1)).toMatchObject({ outcome: "cancelled", error: { code: "RUN_CANCELLED" } });
    expect((await store.transcript(scope))?.turns[0]).toMatchObject({
      status: "settled",
      outcome: "cancelled",
    });
  });

  it("mid-stream keeps the text so far and emits no more of it", async () => {
    const { agent, store, model } = await chatAgent({ tokens: ["one ", "two ", "three "], hang: true });
    const stop = new AbortController();
    const events = await allEvents(agent.stream("a", { ...session, signal: stop.signal }), (event) => {
      if (event.type === "text-delta" && event.text === "three ") stop.abort(enough);
    });
    expect(events.filter((event) => event.type === "run-finished")).toHaveLength(1);
    expect((await store.transcript(scope))?.turns[0]?.messages).toMatchObject([
      { role: "user", content: "a" },
      { role: "assistant", content: "one two three " },
    ]);
    await agent.chat("go on", session);
    expect(model.calls[1]?.messages.map((message) => message.text)).toEqual(["a", "one two three ", "go on"]);
  });

  it("rejects with the signal's reason", async () => {
    const { agent } = await chatAgent({ hang: true });
    const stop = new AbortController();
    const turn = agent.chat("a", { signal: stop.signal });
    setImmediate(() => stop.abort(enough));
    await expect(turn).rejects.toBe(enough);
  });

  it("before it began stores nothing and calls no model", async () => {
    const { agent, model, store } = await chatAgent({ text: "x" });
    const events = await allEvents(
      agent.stream("a", { ...session, signal: AbortSignal.abort(enough) }),
      () => undefined,
    );
    expect(events.map((event) => event.type)).toEqual(["run-started", "run-finished"]);
    model.expectCalls(0);
    expect(await store.transcript(scope)).toBeUndefined();
  });

  it("in the queue of its session stores nothing and leaves the queue", async () => {
    const { agent, model, store } = await chatAgent({ text: "x" });
    const release = await store.lock(scope);
    const stop = new AbortController();
    const events = await allEvents(agent.stream("a", { ...session, signal: stop.signal }), (event) => {
      if (event.type === "run-started") setImmediate(() => stop.abort(enough));
    });
    release();
    expect(events.map((event) => event.type)).toEqual(["run-started", "run-finished"]);
    model.expectCalls(0);
    expect((await agent.chat("b", session)).text).toBe("x");
  });
});

describe("a reader that leaves", () => {
  it("by break stops the run, which is stored by then", async () => {
    const { agent, store, model } = await chatAgent({ tokens: ["one ", "two "], hang: true });
    for await (const event of agent.stream("a", session)) if (event.type === "text-delta") break;
    expect((await store.transcript(scope))?.turns[0]).toMatchObject({
      status: "settled",
      outcome: "cancelled",
    });
    expect(model.calls[0]?.state).toBe("failed");
  });

  it("of the text stops the run too", async () => {
    const { agent, store } = await chatAgent({ tokens: ["one ", "two "], hang: true });
    for await (const text of agent.stream("a", session).text) {
      expect(text).toBe("one ");
      break;
    }
    expect((await store.transcript(scope))?.turns[0]?.outcome).toBe("cancelled");
  });

  it("before the first event leaves nothing behind", async () => {
    const { agent, store } = await chatAgent({ text: "x" });
    const iterator = agent.stream("a", session)[Symbol.asyncIterator]();
    await iterator.return?.();
    expect(await iterator.next()).toEqual({ value: undefined, done: true });
    expect((await store.transcript(scope))?.turns.length ?? 0).toBe(0);
  });
});

describe("a run that takes too long", () => {
  it("ends with outcome deadline, in the middle of a step", async () => {
    const clock = createVirtualClock();
    const model = new ScriptedChatModel([{ hang: true }]);
    const agent = await createAgent({}, { clock })
      .withLimits({ timeoutMs: 5_000 })
      .withStep("llm", { model })
      .build();
    const stream = agent.stream("a");
    const events = await allEvents(stream, (event) => {
      if (event.type === "model-started") void clock.advance(5_000);
    });
    expect(events.at(-1)).toMatchObject({ outcome: "deadline", error: { code: "DEADLINE_EXCEEDED" } });
    await expect(stream.result).rejects.toMatchObject({
      code: "DEADLINE_EXCEEDED",
      details: { timeoutMs: 5_000 },
    });
    expect(clock.pendingTimers).toBe(0);
  });
});

describe("a step that ignores its signal", () => {
  it("cannot keep the run alive, and finds every handle of it ended", async () => {
    const stop = new AbortController();
    const late = Promise.withResolvers<unknown>();
    const agent = await createAgent()
      .withStep("custom", {
        step: async (_state, { run }) => {
          const llm = run.resource("llm");
          stop.abort(enough);
          await new Promise((resolve) => setTimeout(resolve, 20));
          late.resolve(
            await Promise.allSettled([
              llm.generate("x"),
              Promise.resolve().then(() => run.resource("llm")),
              Promise.resolve().then(() => run.emit({ type: "text-delta", callId: "c", text: "late" })),
            ]),
          );
        },
      })
      .withLlm(new ScriptedChatModel([{ text: "never" }]))
      .build();
    const events = await allEvents(agent.stream("a", { signal: stop.signal }));
    expect(events.map((event) => event.type)).toEqual([
      "run-started",
      "step-started",
      "step-finished",
      "run-finished",
    ]);
    const results = (await late.promise) as PromiseRejectedResult[];
    expect(results.map((result) => result.status)).toEqual(["rejected", "rejected", "rejected"]);
    expect(results[1]?.reason).toMatchObject({ code: "RUN_SETTLED" });
    expect(results[2]?.reason).toMatchObject({ code: "RUN_SETTLED" });
  });
});

describe("what a step does while its run is being stopped", () => {
  it("reaches nobody, unless it finishes what was open", async () => {
    const stop = new AbortController();
    const agent = await createAgent()
      .withStep("custom", {
        step: (_state, { run }) =>
          new Promise((_resolve, reject) => {
            run.signal.addEventListener("abort", () => {
              run.emit({ type: "tool-started", callId: "late", tool: "late", arguments: {} });
              run.emit({ type: "reasoning-delta", callId: "c", text: "late" });
              run.emit({ type: "tool-finished", callId: "open", tool: "open", latencyMs: 1 });
              run.emit({ type: "tool-finished", callId: "never-started", tool: "x", latencyMs: 1 });
              reject(run.signal.reason);
            });
            run.emit({ type: "tool-started", callId: "open", tool: "open", arguments: {} });
          }),
      })
      .build();
    const events = await allEvents(agent.stream("a", { signal: stop.signal }), (event) => {
      if (event.type === "tool-started") stop.abort(enough);
    });
    expect(after(events, "tool-started")).toEqual(["tool-finished", "step-finished", "run-finished"]);
  });
});

describe("limits", () => {
  it("leave no timer behind when the run ends in time", async () => {
    const clock = createVirtualClock();
    const agent = await createAgent({}, { clock })
      .withStep("llm", { model: new ScriptedChatModel([{ text: "x" }]) })
      .build();
    await agent.chat("a", { timeoutMs: 1_000 });
    expect(clock.pendingTimers).toBe(0);
  });

  it("end a run that asks for too many tool calls with outcome budget", async () => {
    const tick = defineTool({ name: "tick", description: "Ticks.", input: z.object({}), execute: () => 1 });
    const asks = (id: string) => ({ toolCalls: [{ id, name: "tick", arguments: {} }] });
    const model = new ScriptedChatModel([asks("a"), asks("b"), asks("c")]);
    const agent = await createAgent()
      .withLimits({ maxToolCalls: 2 })
      .withTools([tick])
      .withStep("tools-loop", { model })
      .build();
    const events = await allEvents(agent.stream("go"), () => undefined);
    expect(events.filter((event) => event.type === "tool-finished")).toHaveLength(2);
    expect(events.at(-1)).toMatchObject({ outcome: "budget", error: { code: "TOOL_LIMIT_EXCEEDED" } });
  });

  it("of the call win over those of the step, and those over the agent's", async () => {
    const tick = defineTool({ name: "tick", description: "Ticks.", input: z.object({}), execute: () => 1 });
    const ask = { toolCalls: [{ name: "tick", arguments: {} }] };
    const attempts = async (step: number | undefined, call: number | undefined) => {
      const model = new ScriptedChatModel([ask, ask, ask, ask]);
      const agent = await createAgent()
        .withLimits({ maxIterations: 1 })
        .withTools([tick])
        .withStep("tools-loop", { model, maxIterations: step })
        .build();
      await expect(agent.chat("go", { maxIterations: call })).rejects.toMatchObject({
        code: "MAX_ITERATIONS",
      });
      return model.calls.length;
    };
    expect([
      await attempts(undefined, undefined),
      await attempts(2, undefined),
      await attempts(2, 3),
    ]).toEqual([1, 2, 3]);
  });
});

describe("a stream", () => {
  it("can be read once", async () => {
    const { agent } = await chatAgent({ text: "x" });
    const stream = agent.stream("a");
    await allEvents(stream, () => undefined);
    expect(() => stream[Symbol.asyncIterator]()).toThrow(
      expect.objectContaining({ code: "STREAM_ALREADY_READ" }),
    );
  });

  it("of text throws at its end what the run failed with", async () => {
    const { agent } = await chatAgent({ tokens: ["a"], error: new Error("cut off") });
    const seen: string[] = [];
    const reading = (async () => {
      for await (const text of agent.stream("q").text) seen.push(text);
    })();
    await expect(reading).rejects.toThrow();
    expect(seen).toEqual(["a"]);
  });

  it("starts its run only when somebody looks", async () => {
    const { agent, model } = await chatAgent({ text: "x" });
    agent.stream("never looked at");
    await agent.chat("b");
    model.expectCalls(1);
  });

  it("makes a slow reader's model wait instead of piling up tokens", async () => {
    const tokens = Array.from({ length: 5_000 }, (_, index) => `${index} `);
    const { agent, model } = await chatAgent({ tokens });
    const iterator = agent.stream("a")[Symbol.asyncIterator]();
    await iterator.next();
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(model.calls[0]?.tokenCount).toBeLessThan(1_100);
    let count = 0;
    for (let next = await iterator.next(); next.done !== true; next = await iterator.next()) {
      if (next.value.type === "text-delta") count += 1;
    }
    expect(count).toBe(5_000);
  });
});

describe("a run that is stopped while its agent opens", () => {
  it("ends at once, and the agent opens for the next one", async () => {
    const opened = Promise.withResolvers<void>();
    const provider: ProviderFactory<"memory"> = {
      category: "memory",
      name: "slow",
      configSchema: z.object({}),
      async create() {
        await opened.promise;
        return createInMemoryConversationStore();
      },
    };
    const agent = await createAgent()
      .withMemory({ type: "conversation", provider })
      .withStep("llm", { model: new ScriptedChatModel(["fine"]) })
      .build();
    const stop = new AbortController();
    const turn = agent.chat("a", { signal: stop.signal });
    stop.abort(enough);
    await expect(turn).rejects.toBe(enough);
    opened.resolve();
    expect((await agent.chat("b")).text).toBe("fine");
    await agent.close();
  });
});
