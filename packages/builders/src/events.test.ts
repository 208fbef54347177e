import type { RunEvent, RunEventInput } from "@pergola/core";
import { createScope } from "@pergola/core";
import { ScriptedChatModel } from "@pergola/core-steps/testing";
import { createInMemoryConversationStore } from "@pergola/resources";
import { defineTool } from "@pergola/tools";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { allEvents } from "./all-events.test-helper.ts";
import { type Agent, createAgent } from "./index.ts";

const scope = createScope({ tenantId: "local", agentId: "agent", userId: "default", sessionId: "s" });
const never = new AbortController().signal;
const typesOf = (events: readonly RunEvent[]) => events.map((event) => event.type);
const settled = () => new Promise<void>((resolve) => setImmediate(resolve));

describe("events of a run", () => {
  it("finish what a step has left running before the run, and nothing comes after that", async () => {
    const gate = Promise.withResolvers<string>();
    let stopped: unknown;
    const slow = defineTool({
      name: "slow",
      description: "Waits.",
      input: z.object({}),
      execute: (_input, { signal }) => {
        signal.addEventListener("abort", () => {
          stopped = signal.reason;
        });
        return gate.promise;
      },
    });
    const agent = await createAgent()
      .withTools([slow])
      .withStep("custom", {
        nodeName: "careless",
        step(_state, { run }) {
          run
            .resource("tools")
            .call({ id: "c", name: "slow", arguments: {} })
            .catch(() => undefined);
        },
      })
      .build();
    const events: RunEvent[] = [];
    await agent.invoke(
      {},
      { scope, signal: never, emit: (event) => void events.push(event as unknown as RunEvent) },
    );
    gate.resolve("late");
    await settled();
    expect(typesOf(events)).toEqual([
      "run-started",
      "step-started",
      "tool-started",
      "step-finished",
      "tool-finished",
      "run-finished",
    ]);
    expect(events[4]).toMatchObject({ error: { code: "RUN_SETTLED" } });
    expect(stopped).toMatchObject({ code: "RUN_SETTLED" });
  });

  it.each([
    ["of the run itself", { type: "run-finished" }, "emitted by the run itself"],
    ["without a JSON form", { type: "draft-finished", size: 1n }, "no JSON form"],
  ])("refuse one %s that a step emits", async (_name, event, message) => {
    const agent = await createAgent()
      .withStep("custom", { step: (_state, { run }) => void run.emit(event as unknown as RunEventInput) })
      .build();
    const events = await allEvents(agent.stream("x"));
    expect(typesOf(events).filter((type) => type === "run-finished")).toHaveLength(1);
    expect(events.at(-1)).toMatchObject({
      outcome: "failed",
      error: { code: "INVALID_EVENT", message: expect.stringContaining(message) },
    });
  });

  it("of a step that goes on after a stop are dropped, its text too", async () => {
    const agent = await createAgent()
      .withStep("custom", {
        async step(_state, { run }) {
          await run.emit({ type: "text-delta", callId: "c", text: "heard" });
          await new Promise((resolve) => run.signal.addEventListener("abort", resolve));
          run.emit({ type: "text-delta", callId: "c", text: "unheard" });
          run.emit({ type: "draft-written" } as unknown as RunEventInput);
        },
      })
      .build();
    const stream = agent.stream("x");
    const events = await allEvents(stream, (event) => {
      if (event.type === "text-delta") stream.cancel();
    });
    expect(typesOf(events)).toEqual([
      "run-started",
      "step-started",
      "text-delta",
      "step-finished",
      "run-finished",
    ]);
  });

  it("carry types of one's own, numbered like the others", async () => {
    const draft = { type: "draft-written", length: 3 } as unknown as RunEventInput;
    const agent = await createAgent()
      .withStep("custom", { step: (_state, { run }) => void run.emit(draft) })
      .build();
    const events = await allEvents(agent.stream("x"));
    expect(events[2]).toMatchObject({ type: "draft-written", length: 3, seq: 2 });
  });
});

describe("events of a child run", () => {
  const parentOf = (child: Agent, signal = never) =>
    createAgent()
      .withStep("custom", {
        nodeName: "same",
        step: async (_state, { run }) => {
          const { scope: of, id: parentRunId, emit } = run;
          await child.invoke("x", {
            scope: of,
            signal: AbortSignal.any([run.signal, signal]),
            parentRunId,
            emit,
          });
        },
      })
      .withMemory(createInMemoryConversationStore())
      .start();

  it("keep their own place on the parent's stream and end nothing of the parent's", async () => {
    const model = new ScriptedChatModel([
      { text: "child", usage: { inputTokens: 1, outputTokens: 2, totalTokens: 3 } },
    ]);
    const child = await createAgent().withName("child").withStep("llm", { model, nodeName: "same" }).build();
    const parent = await parentOf(child);
    const stream = parent.stream("x", { returnMetrics: true });
    const events = await allEvents(stream);
    const [own, childs] = [true, false].map((isOwn) =>
      events.filter((event) => (event.runId === stream.runId) === isOwn),
    );
    expect(typesOf(own ?? [])).toEqual(["run-started", "step-started", "step-finished", "run-finished"]);
    expect(typesOf(childs ?? [])).toEqual([
      "run-started",
      "step-started",
      "model-started",
      "text-delta",
      "model-finished",
      "step-finished",
      "run-finished",
    ]);
    expect(childs?.every((event) => event.parentRunId === stream.runId)).toBe(true);
    expect(childs?.map((event) => event.seq)).toEqual([0, 1, 2, 3, 4, 5, 6]);
    const result = await stream.result;
    expect(result.usage.totalTokens).toBe(3);
    expect(result.metrics).toMatchObject({ modelCalls: 0 });
    expect(result.text).toBe("");
  });

  it("are no text of the parent's answer", async () => {
    const child = await createAgent()
      .withName("child")
      .withStep("llm", { model: new ScriptedChatModel(["aside"]) })
      .build();
    const parent = await parentOf(child);
    const texts: string[] = [];
    for await (const text of parent.stream("x").text) texts.push(text);
    expect(texts).toEqual([]);
  });

  it("only end once the parent is stopped", async () => {
    const child = await createAgent()
      .withName("child")
      .withStep("llm", { model: new ScriptedChatModel([{ tokens: ["one "], hang: true }]) })
      .build();
    const parent = await parentOf(child);
    const stream = parent.stream("x");
    const events = await allEvents(stream, (event) => {
      if (event.type === "text-delta") stream.cancel();
    });
    const after = events.slice(events.findIndex((event) => event.type === "text-delta") + 1);
    expect(after.every((event) => event.type.endsWith("-finished"))).toBe(true);
    expect(after.at(-1)).toMatchObject({ type: "run-finished", runId: stream.runId, outcome: "cancelled" });
  });

  it("do not get through a stopped parent, even from a child that does not hear of the stop", async () => {
    const parentSignal = Promise.withResolvers<AbortSignal>();
    const child = await createAgent()
      .withName("child")
      .withStep("custom", {
        async step(_state, { run }) {
          const signal = await parentSignal.promise;
          const { promise: stopped, resolve } = Promise.withResolvers<void>();
          signal.addEventListener("abort", () => {
            run.emit({ type: "text-delta", callId: "c", text: "unheard" });
            resolve();
          });
          await run.emit({ type: "text-delta", callId: "c", text: "heard" });
          await stopped;
        },
      })
      .build();
    const parent = await createAgent()
      .withStep("custom", {
        step: async (_state, { run }) => {
          parentSignal.resolve(run.signal);
          await child.invoke("x", { scope: run.scope, signal: never, parentRunId: run.id, emit: run.emit });
        },
      })
      .build();
    const stream = parent.stream("x");
    const texts: string[] = [];
    for await (const event of stream) {
      if (event.type !== "text-delta") continue;
      texts.push(event.text);
      stream.cancel();
    }
    expect(texts).toEqual(["heard"]);
  });

  it("harm nobody when whoever listens throws or rejects", async () => {
    const child = await createAgent()
      .withName("child")
      .withStep("llm", { model: new ScriptedChatModel(["a", "b"]) })
      .build();
    const throwing = () => {
      throw new Error("bad listener");
    };
    expect((await child.invoke("x", { scope, signal: never, emit: throwing })).text).toBe("a");
    const rejecting = async () => throwing();
    expect((await child.invoke("x", { scope, signal: never, emit: rejecting })).text).toBe("b");
  });
});
