import type { AIMessage } from "@langchain/core/messages";
import { interrupt, isInterrupted, MemorySaver } from "@langchain/langgraph";
import { createScope, type Logger, type RunEvent } from "@pergola/core";
import { ScriptedChatModel } from "@pergola/core-steps/testing";
import { createInMemoryConversationStore } from "@pergola/resources";
import { defineTool } from "@pergola/tools";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { allEvents } from "../all-events.test-helper.ts";
import { AgentBuilder, createAgent } from "../index.ts";
import { AT, asks, codeOf, keptIn, travelAgent, travelTools } from "./suspension.test-helper.ts";

const State = z.object({ answer: z.string().optional() });
const ask = { needsGraph: true, step: () => ({ answer: String(interrupt("go?")) }) };
const seqs = (events: readonly RunEvent[]) => events.map((event) => event.seq);

describe("a run that asks without a checkpointer", () => {
  it("fails with the step's name and what to do", async () => {
    const agent = await new AgentBuilder(State).withStep("custom", { ...ask, nodeName: "ask" }).build();
    const stream = agent.stream({});
    const events = await allEvents(stream);
    await expect(stream.result).rejects.toMatchObject({
      code: "INTERRUPT_NEEDS_CHECKPOINTER",
      details: { step: "ask" },
      hint: expect.stringContaining("withCheckpointer"),
    });
    expect(events.at(-1)).toMatchObject({
      outcome: "failed",
      error: { code: "INTERRUPT_NEEDS_CHECKPOINTER" },
    });
    expect(events.map((event) => event.type)).toEqual([
      "run-started",
      "step-started",
      "step-finished",
      "run-finished",
    ]);
  });

  it("fails from inside a tool, too, and the model is told nothing", async () => {
    const { tools, done } = travelTools();
    const model = new ScriptedChatModel([asks({ look: "a" }, { book: "b" }), "never"]);
    const agent = await createAgent().withTools(tools).withStep("tools-loop", { model }).build();
    const stream = agent.stream("go");
    const events = await allEvents(stream);
    expect(await codeOf(stream.result)).toBe("INTERRUPT_NEEDS_CHECKPOINTER");
    expect(model.calls).toHaveLength(1);
    expect(done).toEqual(["looked at a"]);
    const count = (type: string) => events.filter((event) => event.type === type).length;
    expect([count("tool-started"), count("tool-finished")]).toEqual([2, 2]);
  });

  it("is not tried again by the retry of its step", async () => {
    let attempts = 0;
    const agent = await new AgentBuilder(State)
      .withStep("custom", {
        retry: { maxRetries: 3, backoffBaseMs: 0, retryIf: () => true },
        needsGraph: true,
        step: () => {
          attempts += 1;
          return { answer: String(interrupt("go?")) };
        },
      })
      .build();
    expect(await codeOf(agent.run({}))).toBe("INTERRUPT_NEEDS_CHECKPOINTER");
    expect(attempts).toBe(1);
  });
});

describe("a run inside another one that asks", () => {
  async function inner() {
    const saver = new MemorySaver();
    const agent = await new AgentBuilder(State)
      .withName("inner")
      .withCheckpointer(saver)
      .withStep("custom", ask)
      .build();
    return { agent, saver };
  }

  it("fails with CHILD_SUSPENDED, and nothing of it is kept", async () => {
    const { agent, saver } = await inner();
    const events: RunEvent[] = [];
    const scope = createScope({ tenantId: "local", userId: "ada", agentId: "outer" });
    const signal = new AbortController().signal;
    const emit = (event: unknown) => void events.push(event as RunEvent);
    expect(await codeOf(agent.invoke({}, { scope, signal, emit, parentRunId: "p" }))).toBe("CHILD_SUSPENDED");
    expect(events.map((event) => event.type)).toEqual([
      "run-started",
      "step-started",
      "step-finished",
      "run-finished",
    ]);
    expect(seqs(events)).toEqual([0, 1, 2, 3]);
    expect(events.at(-1)).toMatchObject({ outcome: "failed", error: { code: "CHILD_SUSPENDED" } });
    expect(keptIn(saver)).toEqual([]);
  });

  it("fails the step that holds it, and the outer run with it", async () => {
    const { agent, saver } = await inner();
    const own = new MemorySaver();
    const outer = await new AgentBuilder(State)
      .withCheckpointer(own)
      .withStep("agent", { agent, input: () => ({}) } as never)
      .build();
    const stream = outer.stream({}, { runId: "r" });
    const events = await allEvents(stream);
    expect(await codeOf(stream.result)).toBe("CHILD_SUSPENDED");
    expect(events.filter((event) => event.type === "run-suspended")).toEqual([]);
    expect([keptIn(saver), keptIn(own)]).toEqual([[], []]);
  });

  it("leaves a run of its own that it calls to itself", async () => {
    const { agent, saver } = await inner();
    const own = new MemorySaver();
    const outer = await new AgentBuilder(State)
      .withCheckpointer(own)
      .withStep("custom", {
        step: async () => {
          const waiting = await agent.run({}, { runId: "inner" });
          expect(isInterrupted(waiting)).toBe(true);
          return { answer: "asked" };
        },
      })
      .build();
    expect((await outer.run({})).answer).toBe("asked");
    expect(keptIn(own)).toEqual([]);
    expect((await agent.resume("inner", "yes")).state).toMatchObject({ answer: "yes" });
    expect(keptIn(saver)).toEqual([]);
  });
});

describe("a run that cannot be kept", () => {
  const hotel = [asks({ book: "hotel" }), "Booked."];
  const broken = () => Promise.reject(new Error("no disk"));

  it("because the store fails ends as failed, once, and leaves nothing in the saver", async () => {
    const { agent, store, saver, transcript } = await travelAgent(hotel);
    store.suspend = broken;
    const stream = agent.stream("go", { ...AT, runId: "r" });
    const events = await allEvents(stream);
    await expect(stream.result).rejects.toThrow("no disk");
    expect(events.at(-1)).toMatchObject({
      type: "run-finished",
      outcome: "failed",
      error: { message: "no disk" },
    });
    expect(events.filter((event) => event.type === "run-suspended")).toEqual([]);
    expect(seqs(events)).toEqual(events.map((_, index) => index));
    expect(await transcript()).toMatchObject([{ status: "settled", outcome: "failed" }]);
    expect(keptIn(saver)).toEqual([]);
    expect(await codeOf(agent.resume("r", "yes", AT))).toBe("RUN_NOT_SUSPENDED");
  });

  it("because the saver fails ends as failed, and its turn is settled", async () => {
    const saver = new MemorySaver();
    const { agent, transcript } = await travelAgent(hotel, { saver });
    saver.put = broken;
    const stream = agent.stream("go", { ...AT, runId: "r" });
    const events = await allEvents(stream);
    await expect(stream.result).rejects.toThrow("no disk");
    expect(events.at(-1)).toMatchObject({ outcome: "failed" });
    expect(await transcript()).toMatchObject([{ status: "settled", outcome: "failed" }]);
    expect(keptIn(saver)).toEqual([]);
  });

  it("because only its record cannot be written ends as failed without a gap", async () => {
    const saver = new MemorySaver();
    const { agent, transcript } = await travelAgent(hotel, { saver });
    const put = saver.put.bind(saver);
    saver.put = (config, ...rest) =>
      String(config.configurable?.thread_id).endsWith("-run") ? broken() : put(config, ...rest);
    const stream = agent.stream("go", { ...AT, runId: "r" });
    const events = await allEvents(stream);
    await expect(stream.result).rejects.toThrow("no disk");
    expect(seqs(events)).toEqual(events.map((_, index) => index));
    expect(events.filter((event) => event.type === "run-finished")).toHaveLength(1);
    expect(await transcript()).toMatchObject([{ status: "settled", outcome: "failed" }]);
    expect(keptIn(saver)).toEqual([]);
  });

  it("the second time ends as failed with all that was done", async () => {
    const { agent, store, saver, transcript, done } = await travelAgent([
      asks({ book: "hotel" }),
      asks({ book: "train" }),
    ]);
    await agent.chat("go", { ...AT, runId: "r" });
    store.suspend = broken;
    await expect(agent.resume("r", "yes", AT)).rejects.toThrow("no disk");
    expect(done).toEqual(['booked hotel: "yes"']);
    const [turn] = await transcript();
    expect(turn).toMatchObject({ status: "settled", outcome: "failed" });
    expect(turn?.messages.map((message) => message.role)).toEqual([
      "user",
      "assistant",
      "tool",
      "assistant",
      "tool",
    ]);
    expect(keptIn(saver)).toEqual([]);
  });

  it("and whose turn cannot be settled either ends once, is not kept and gives the lock back", async () => {
    const { agent, store, saver } = await travelAgent([...hotel.slice(0, 1), "Fine."]);
    const { suspend, settle } = store;
    store.suspend = broken;
    store.settle = broken;
    const events = await allEvents(agent.stream("go", { ...AT, runId: "r" }));
    expect(events.at(-1)).toMatchObject({ type: "run-finished", outcome: "failed" });
    expect(keptIn(saver)).toEqual([]);
    Object.assign(store, { suspend: suspend.bind(store), settle: settle.bind(store) });
    expect((await agent.chat("hi", AT)).text).toBe("Fine.");
  });
});

describe("an answered run", () => {
  const hotel = [asks({ book: "hotel" }), "Booked."];

  it("whose turn cannot be settled is failed, and is not run a second time", async () => {
    const { agent, store, saver, done } = await travelAgent([...hotel, "never"]);
    await agent.chat("go", { ...AT, runId: "r" });
    const settle = store.settle.bind(store);
    store.settle = () => Promise.reject(new Error("no disk"));
    const events = await allEvents(agent.resumeStream("r", "yes", AT));
    expect(events.at(-1)).toMatchObject({ outcome: "failed" });
    store.settle = settle;
    expect(await codeOf(agent.resume("r", "yes", AT))).toBe("RUN_NOT_SUSPENDED");
    expect(done).toEqual(['booked hotel: "yes"']);
    expect(keptIn(saver)).toEqual([]);
  });

  it("that the saver cannot forget stays completed, and that is logged", async () => {
    const logged: unknown[] = [];
    const log = (...line: unknown[]) => void logged.push(line);
    const logger: Logger = { debug: log, info: log, warn: log, error: log, child: () => logger };
    const saver = new MemorySaver();
    const { tools } = travelTools();
    const agent = await createAgent({}, { logger })
      .withCheckpointer(saver)
      .withMemory(createInMemoryConversationStore())
      .withTools(tools)
      .withStep("tools-loop", { model: new ScriptedChatModel(hotel) })
      .start();
    await agent.chat("go", { ...AT, runId: "r" });
    saver.deleteThread = () => Promise.reject(new Error("no disk"));
    const stream = agent.resumeStream("r", "yes", AT);
    expect((await allEvents(stream)).at(-1)).toMatchObject({ outcome: "completed" });
    expect((await stream.result).text).toBe("Booked.");
    expect(JSON.stringify(logged)).toContain("could not be deleted");
  });

  it("fails when the saver cannot be read, and stays suspended", async () => {
    const saver = new MemorySaver();
    const { agent } = await travelAgent(hotel, { saver });
    await agent.chat("go", { ...AT, runId: "r" });
    const getTuple = saver.getTuple.bind(saver);
    saver.getTuple = () => Promise.reject(new Error("no disk"));
    await expect(agent.resume("r", "yes", AT)).rejects.toThrow("no disk");
    saver.getTuple = getTuple;
    expect((await agent.resume("r", "yes", AT)).text).toBe("Booked.");
  });
});

describe("what a tool has answered before its run waits", () => {
  const secret = { lc: 1, type: "secret", id: ["HOME"] };
  const made = { lc: 2, type: "constructor", id: ["Set"], args: [[1]] };

  it.each([
    ["a date", new Date(0)],
    ["what looks like a secret of LangChain's", secret],
    ["what looks like a constructor of LangChain's", made],
    ["undefined in a list", [undefined, 1]],
  ])("may be %s, and stays what it is", async (_name, value) => {
    const odd = defineTool({
      name: "odd",
      description: "Odd.",
      input: z.object({ what: z.unknown() }),
      execute: () => value as never,
    });
    const calls = [
      { id: "o", name: "odd", arguments: { what: value } },
      { id: "b", name: "book", arguments: { what: "x" } },
    ];
    const model = new ScriptedChatModel([{ toolCalls: calls }, "ok"], { direct: true });
    const agent = await createAgent()
      .withCheckpointer(new MemorySaver())
      .withTools([odd, ...travelTools().tools])
      .withStep("tools-loop", { model })
      .build();
    const before = await agent.chat("go", { runId: "r" });
    const { toolCalls, messages } = await agent.resume("r", "yes");
    expect(JSON.stringify(toolCalls[0])).toBe(JSON.stringify(before.toolCalls[0]));
    const sent = JSON.stringify(calls[0]?.arguments);
    expect(JSON.stringify((messages[0] as AIMessage).tool_calls?.[0]?.args)).toBe(sent);
    expect(messages[1]?.text).toBe(before.messages[1]?.text);
  });
});
